using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The largest and the smallest distance of two parallel lines that touch an outline on both sides.</summary>
/// <param name="Maximum">Largest caliper diameter.</param>
/// <param name="Minimum">Smallest caliper diameter.</param>
public readonly record struct FeretDiameters(double Maximum, double Minimum)
{
    /// <summary>
    /// Rotating calipers on the convex hull (M. I. Shamos, 1978; G. Toussaint, MELECON 1983): the largest is a distance of
    /// two corners, the smallest stands on an edge.
    /// </summary>
    /// <param name="hull">Corners of a convex hull in order, as <see cref="Polygon.ConvexHull"/> gives them.</param>
    public static FeretDiameters Of(ReadOnlySpan<ImagePoint> hull)
    {
        if (hull.Length < 2) return default;
        if (hull.Length == 2) return new FeretDiameters(Polygon.Distance(hull[0], hull[1]), 0);
        double maximum = 0, minimum = double.PositiveInfinity;
        int far = 1;
        for (int i = 0; i < hull.Length; i++)
        {
            ImagePoint a = hull[i], b = hull[(i + 1) % hull.Length];
            while (true)
            {
                int next = (far + 1) % hull.Length;
                if (Height(a, b, hull[next]) <= Height(a, b, hull[far])) break;
                maximum = Math.Max(maximum, Math.Max(Polygon.Distance(a, hull[far]), Polygon.Distance(b, hull[far])));
                far = next;
            }

            maximum = Math.Max(maximum, Math.Max(Polygon.Distance(a, hull[far]), Polygon.Distance(b, hull[far])));
            minimum = Math.Min(minimum, Height(a, b, hull[far]) / Polygon.Distance(a, b));
        }

        return new FeretDiameters(maximum, minimum);
    }

    private static double Height(ImagePoint a, ImagePoint b, ImagePoint point)
        => Math.Abs((b.XPx - a.XPx) * (point.YPx - a.YPx) - (b.YPx - a.YPx) * (point.XPx - a.XPx));
}
