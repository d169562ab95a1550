using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>The largest and the smallest distance of two parallel lines that touch an outline on both sides.</summary>
/// <param name="Maximum">Largest caliper diameter.</param>
/// <param name="Minimum">Smallest caliper diameter.</param>
public readonly record struct FeretDiameters(double Maximum, double Minimum)
{
    /// <summary>Corners nearer to each other than this part of the hull's extent are one: an edge no longer than the rounding of its ends has no direction.</summary>
    private const double RoundingFraction = 1e-9;

    /// <summary>
    /// Rotating calipers on the convex hull (M. I. Shamos, 1978; G. Toussaint, MELECON 1983): the largest is a distance of
    /// two corners, the smallest stands on an edge.
    /// </summary>
    /// <param name="hull">Corners of a convex hull in order, as <see cref="Polygon.ConvexHull"/> gives them.</param>
    public static FeretDiameters Of(ReadOnlySpan<ImagePoint> hull)
    {
        if (hull.Length < 2) return default;
        ImagePoint[] corners = Distinct(hull);
        if (corners.Length < 3) return new FeretDiameters(Polygon.Distance(corners[0], corners[^1]), 0);
        double maximum = 0, minimum = double.PositiveInfinity;
        int far = Farthest(corners);
        for (int i = 0; i < corners.Length; i++)
        {
            ImagePoint a = corners[i], b = corners[i + 1 == corners.Length ? 0 : i + 1];
            double height = Height(a, b, corners[far]);
            while (true)
            {
                int next = far + 1 == corners.Length ? 0 : far + 1;
                double nextHeight = Height(a, b, corners[next]);
                if (nextHeight <= height) break;
                maximum = Math.Max(maximum, Math.Max(Polygon.Distance(a, corners[far]), Polygon.Distance(b, corners[far])));
                far = next;
                height = nextHeight;
            }

            maximum = Math.Max(maximum, Math.Max(Polygon.Distance(a, corners[far]), Polygon.Distance(b, corners[far])));
            minimum = Math.Min(minimum, height / Polygon.Distance(a, b));
        }

        return new FeretDiameters(maximum, minimum);
    }

    private static ImagePoint[] Distinct(ReadOnlySpan<ImagePoint> hull)
    {
        double tiny = RoundingFraction * Polygon.Distance(hull[0], hull[hull.Length / 2]);
        var corners = new ImagePoint[hull.Length];
        int count = 0;
        foreach (ImagePoint corner in hull)
            if (count == 0 || Polygon.Distance(corners[count - 1], corner) > tiny) corners[count++] = corner;
        while (count > 2 && Polygon.Distance(corners[count - 1], corners[0]) <= tiny) count--;
        return corners[..count];
    }

    /// <summary>The corner farthest from the first edge. Climbing to it from the edge itself could end on corners that rounding has put in line with it.</summary>
    private static int Farthest(ImagePoint[] corners)
    {
        int far = 2;
        for (int i = 3; i < corners.Length; i++)
            if (Height(corners[0], corners[1], corners[i]) > Height(corners[0], corners[1], corners[far])) far = i;
        return far;
    }

    private static double Height(ImagePoint a, ImagePoint b, ImagePoint point)
        => Math.Abs((b.XPx - a.XPx) * (point.YPx - a.YPx) - (b.YPx - a.YPx) * (point.XPx - a.XPx));
}
