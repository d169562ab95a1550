namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What is done with the beam; a null leaves what is there.</summary>
/// <param name="On">On or off.</param>
/// <param name="EnergyKv">Acceleration voltage with which it goes on, kV; null for the present one.</param>
/// <param name="Blanked">Blanked, or let through.</param>
public sealed record BeamRequest(bool? On = null, double? EnergyKv = null, bool? Blanked = null);
