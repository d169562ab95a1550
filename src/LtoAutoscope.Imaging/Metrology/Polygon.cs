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
        ImagePoint[] sorted = Sort(points);
        if (sorted.Length < 3) return sorted;
        var hull = new ImagePoint[2 * sorted.Length];
        int count = 0;
        foreach (ImagePoint point in sorted) Push(hull, ref count, 2, point);
        int lower = count + 1;
        for (int i = sorted.Length - 2; i >= 0; i--) Push(hull, ref count, lower, sorted[i]);
        return hull[..(count - 1)];
    }

    /// <summary>By x, then y. Sorting plain numbers first is several times faster than sorting points with a comparison.</summary>
    private static ImagePoint[] Sort(ReadOnlySpan<ImagePoint> points)
    {
        var keys = new double[points.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = points[i].XPx;
        ImagePoint[] sorted = points.ToArray();
        Array.Sort(keys, sorted);
        for (int i = 1; i < sorted.Length; i++)
        {
            ImagePoint point = sorted[i];
            int j = i - 1;
            for (; j >= 0 && sorted[j].XPx == point.XPx && sorted[j].YPx > point.YPx; j--) sorted[j + 1] = sorted[j];
            sorted[j + 1] = point;
        }

        return sorted;
    }

    private static void Push(ImagePoint[] hull, ref int count, int keep, ImagePoint point)
    {
        while (count >= keep && Cross(hull[count - 2], hull[count - 1], point) <= 0) count--;
        hull[count++] = point;
    }

    private static double Cross(ImagePoint o, ImagePoint a, ImagePoint b)
        => (a.XPx - o.XPx) * (b.YPx - o.YPx) - (a.YPx - o.YPx) * (b.XPx - o.XPx);
}
