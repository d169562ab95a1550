namespace LtoAutoscope.Imaging.Annotations;

/// <summary>A point of a polygon, pixels: x to the right, y down, (0, 0) the upper left <em>corner</em> of the first pixel, as COCO and drawing programs count.</summary>
public readonly record struct CornerPoint(double X, double Y);
