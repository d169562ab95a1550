namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>A scan that serves the optics, told before the beam falls on the sample.</summary>
/// <param name="What">What it is for: <c>focus:</c>, <c>stigmator:</c> or <c>brightness:</c> with the frame id behind it.</param>
/// <param name="Place">Where.</param>
/// <param name="WidthUm">Width of the field, µm.</param>
/// <param name="HeightUm">Height of the field, µm.</param>
/// <param name="DosePerNm2">Electrons per nm² of the field; null when the probe current is unknown.</param>
public sealed record OpticsExposure(string What, OpticsPlace Place, double WidthUm, double HeightUm, double? DosePerNm2);
