using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Area, centroid and central second moments over the area of a closed polygon, exact (Green's theorem).</summary>
/// <param name="Area">Enclosed area, without sign.</param>
/// <param name="X">Centroid, x.</param>
/// <param name="Y">Centroid, y.</param>
/// <param name="VarianceX">Mean of (x − X)² over the area.</param>
/// <param name="VarianceY">Mean of (y − Y)² over the area.</param>
/// <param name="Covariance">Mean of (x − X)(y − Y) over the area.</param>
/// <remarks>C. Steger, “On the calculation of arbitrary moments of polygons”, Technische Universität München, FGBV-96-05 (1996).</remarks>
public readonly record struct PolygonMoments(double Area, double X, double Y, double VarianceX, double VarianceY, double Covariance)
{
    /// <summary>Of corners in order, the first not repeated; all 0 but the place where they enclose nothing.</summary>
    public static PolygonMoments Of(ReadOnlySpan<ImagePoint> corners)
    {
        if (corners.Length == 0) return default;

        // About the first corner, so that a place far from the origin costs no digits.
        double originX = corners[0].XPx, originY = corners[0].YPx;
        double area = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        double ax = corners[^1].XPx - originX, ay = corners[^1].YPx - originY;
        foreach (ImagePoint corner in corners)
        {
            double bx = corner.XPx - originX, by = corner.YPx - originY, cross = ax * by - bx * ay;
            area += cross;
            x += cross * (ax + bx);
            y += cross * (ay + by);
            xx += cross * (ax * ax + ax * bx + bx * bx);
            yy += cross * (ay * ay + ay * by + by * by);
            xy += cross * (2 * ax * ay + ax * by + bx * ay + 2 * bx * by);
            ax = bx;
            ay = by;
        }

        if (area == 0) return new PolygonMoments(0, originX, originY, 0, 0, 0);
        x /= 3 * area;
        y /= 3 * area;
        return new PolygonMoments(
            Math.Abs(area) / 2, originX + x, originY + y, xx / (6 * area) - x * x, yy / (6 * area) - y * y, xy / (12 * area) - x * y);
    }
}
