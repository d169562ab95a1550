using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Length, area and convex hull of closed polygons given by their corners, the first not repeated.</summary>
public static class Polygon
{
    /// <summary>Length of the closed polygon, in the unit of its corners.</summary>
    public static double Length(ReadOnlySpan<ImagePoint> corners)
    {
        double sum = 0;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++) sum += Distance(corners[j], corners[i]);
        return sum;
    }

    /// <summary>Enclosed area without its sign.</summary>
    public static double Area(ReadOnlySpan<ImagePoint> corners)
    {
        double twice = 0;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
            twice += corners[j].XPx * corners[i].YPx - corners[i].XPx * corners[j].YPx;
        return Math.Abs(twice) / 2;
    }

    /// <summary>Distance of two points.</summary>
    public static double Distance(ImagePoint a, ImagePoint b)
    {
        double dx = a.XPx - b.XPx, dy = a.YPx - b.YPx;
        return Math.Sqrt(dx * dx + dy * dy);
    }

    /// <summary>Corners of the convex hull, without collinear ones (A. M. Andrew, Inf. Process. Lett. 9, 216, 1979).</summary>
    public static ImagePoint[] ConvexHull(ReadOnlySpan<ImagePoint> points)
    {
        ImagePoint[] sorted = points.ToArray();
        Array.Sort(sorted, static (a, b) => a.XPx != b.XPx ? a.XPx.CompareTo(b.XPx) : a.YPx.CompareTo(b.YPx));
        if (sorted.Length < 3) return sorted;
        var hull = new ImagePoint[2 * sorted.Length];
        int count = 0;
        foreach (ImagePoint point in sorted) Push(hull, ref count, 2, point);
        int lower = count + 1;
        for (int i = sorted.Length - 2; i >= 0; i--) Push(hull, ref count, lower, sorted[i]);
        return hull[..(count - 1)];
    }

    private static void Push(ImagePoint[] hull, ref int count, int keep, ImagePoint point)
    {
        while (count >= keep && Cross(hull[count - 2], hull[count - 1], point) <= 0) count--;
        hull[count++] = point;
    }

    private static double Cross(ImagePoint o, ImagePoint a, ImagePoint b)
        => (a.XPx - o.XPx) * (b.YPx - o.YPx) - (a.YPx - o.YPx) * (b.XPx - o.XPx);
}
