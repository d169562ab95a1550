namespace LtoAutoscope.Domain.Geometry;

/// <summary>A point in an image, pixels: x to the right, y down, (0, 0) the centre of the first pixel.</summary>
public readonly record struct ImagePoint(double XPx, double YPx);
