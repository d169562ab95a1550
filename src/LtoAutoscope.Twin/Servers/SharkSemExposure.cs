namespace LtoAutoscope.Twin.Servers;

/// <summary>What a scan exposes.</summary>
/// <param name="Frame">Identity, copied into each piece.</param>
/// <param name="Area">The rectangle, or the one that a line spans.</param>
/// <param name="LinePixels">Pixels along the diagonal of the area for a line or a spot; null for a frame.</param>
/// <param name="IsSingle">Whether it ends after one frame.</param>
/// <param name="DwellUs">Dwell time a pixel, µs.</param>
internal sealed record SharkSemExposure(uint Frame, ScanArea Area, int? LinePixels, bool IsSingle, double DwellUs);
