namespace LtoAutoscope.Domain.Instruments;

/// <summary>One frame to scan.</summary>
/// <param name="WidthPx">Width in pixels.</param>
/// <param name="HeightPx">Height in pixels.</param>
/// <param name="BitsPerPixel">8 or 16.</param>
/// <param name="DwellUs">Dwell time a pixel, µs.</param>
/// <param name="Channel">Detector channel, 0 the first.</param>
public sealed record ScanRequest(int WidthPx, int HeightPx, int BitsPerPixel, double DwellUs, int Channel = 0);
