namespace LtoAutoscope.Domain.Samples;

/// <summary>A certified grating of crossed lines on a stub, by which the pixel size is checked.</summary>
/// <param name="PitchNm">Certified distance between two lines, nm.</param>
/// <param name="UncertaintyPercent">Half-width within which the pitch is certified (95 %), percent.</param>
/// <param name="Certificate">What certifies it; empty where nothing does.</param>
public sealed record CalibrationGrating(double PitchNm, double UncertaintyPercent, string Certificate = "");
