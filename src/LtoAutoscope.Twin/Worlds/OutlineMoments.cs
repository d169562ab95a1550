namespace LtoAutoscope.Twin.Worlds;

/// <summary>Area, centroid and central second moments (per area) of a polygon; closed formulas over its edges (Green's theorem).</summary>
internal readonly record struct OutlineMoments(double Area, double X, double Y, double XX, double XY, double YY)
{
    /// <summary>Diameter of the circle of equal area.</summary>
    internal double EquivalentDiameter => 2 * Math.Sqrt(Area / Math.PI);

    /// <summary>Ratio of the axes of the ellipse with the same second moments.</summary>
    internal double AspectRatio
    {
        get
        {
            double middle = (XX + YY) / 2, off = Math.Sqrt((XX - YY) * (XX - YY) / 4 + XY * XY);
            return Math.Sqrt((middle + off) / Math.Max(1e-300, middle - off));
        }
    }

    internal static OutlineMoments Of(ReadOnlySpan<(double X, double Y)> points)
    {
        double a = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
        for (int i = 0; i < points.Length; i++)
        {
            (double x0, double y0) = points[i];
            (double x1, double y1) = points[i + 1 < points.Length ? i + 1 : 0];
            double c = x0 * y1 - x1 * y0;
            a += c;
            sx += (x0 + x1) * c;
            sy += (y0 + y1) * c;
            sxx += (x0 * x0 + x0 * x1 + x1 * x1) * c;
            syy += (y0 * y0 + y0 * y1 + y1 * y1) * c;
            sxy += (x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * c;
        }

        double area = a / 2, mx = sx / (6 * area), my = sy / (6 * area);
        return new OutlineMoments(Math.Abs(area), mx, my, sxx / (12 * area) - mx * mx, sxy / (24 * area) - mx * my, syy / (12 * area) - my * my);
    }
}
