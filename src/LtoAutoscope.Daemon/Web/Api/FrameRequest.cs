namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A frame to take by hand.</summary>
/// <param name="WidthPx">Width in pixels. Default 1024.</param>
/// <param name="HeightPx">Height in pixels. Default 768.</param>
/// <param name="BitsPerPixel">8 or 16. Default 8.</param>
/// <param name="DwellUs">Dwell time a pixel, µs. Default 1.</param>
public sealed record FrameRequest(int WidthPx = 1024, int HeightPx = 768, int BitsPerPixel = 8, double DwellUs = 1);
