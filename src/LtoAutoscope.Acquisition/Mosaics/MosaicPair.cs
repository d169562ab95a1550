namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>Two overlapping frames.</summary>
/// <param name="First">Frame id.</param>
/// <param name="Second">Frame id.</param>
/// <param name="XPx">Measured distance of the second from the first, pixels, x to the right.</param>
/// <param name="YPx">Pixels, y down.</param>
/// <param name="Confidence">Of the correlation, 0…1.</param>
/// <param name="ResidualPx">What is left of it in the solution, pixels.</param>
/// <param name="Used">Whether it counts; a pair that showed too little, or contradicts the others, does not.</param>
public sealed record MosaicPair(string First, string Second, double XPx, double YPx, double Confidence, double ResidualPx, bool Used);
