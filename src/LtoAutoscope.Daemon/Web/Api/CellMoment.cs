namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A stored moment of a resolved cell.</summary>
/// <param name="Index">Its number in addresses.</param>
/// <param name="TimeS">Time since the start, s.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
public sealed record CellMoment(int Index, double TimeS, double VoltageV, double Lithiation);
