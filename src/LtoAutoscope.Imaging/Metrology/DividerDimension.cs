using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Fractal dimension of a closed outline by the divider (compass) method: the outline is walked with steps of one length,
/// the walked length L falls with the step r as r^(1−D).
/// </summary>
/// <remarks>
/// L. F. Richardson 1961; B. B. Mandelbrot, Science 156, 636 (1967). Ranges, bias and spread on known shapes: docs/measures.md.
/// </remarks>
/// <param name="Dimension">D; NaN where the outline is too short.</param>
/// <param name="StandardError">Standard error of the slope of the fit; NaN with D.</param>
public readonly record struct DividerDimension(double Dimension, double StandardError)
{
    /// <summary>Outlines shorter than this, pixels, get no dimension.</summary>
    public const double MinimumOutlinePx = 60;

    /// <summary>Shortest step, pixels: below it the pixel grid is measured, not the particle.</summary>
    public const double ShortestStepPx = 3;

    /// <summary>Longest step as a part of the largest Feret diameter.</summary>
    public const double LongestStepFraction = 0.25;

    /// <summary>Longest step as a part of the smallest Feret diameter: a longer one would cut across a slender particle.</summary>
    public const double LongestStepWidthFraction = 0.5;

    private const int StepSizes = 8;
    private const int Starts = 8;

    /// <summary>Where there is no dimension.</summary>
    public static DividerDimension None { get; } = new(double.NaN, double.NaN);

    /// <summary>Measures a closed outline in pixels.</summary>
    /// <param name="outline">Corners, clockwise or not, the first not repeated; dense (about one a pixel).</param>
    /// <param name="feret">Its Feret diameters, pixels.</param>
    public static DividerDimension Of(ReadOnlySpan<ImagePoint> outline, FeretDiameters feret)
    {
        double longest = Math.Min(feret.Maximum * LongestStepFraction, feret.Minimum * LongestStepWidthFraction);
        if (longest < ShortestStepPx * 1.5 || Polygon.Length(outline) < MinimumOutlinePx) return None;
        Span<double> x = stackalloc double[StepSizes], y = stackalloc double[StepSizes];
        double ratio = Math.Log(longest / ShortestStepPx) / (StepSizes - 1);
        for (int s = 0; s < StepSizes; s++)
        {
            double step = ShortestStepPx * Math.Exp(ratio * s), sum = 0;
            for (int k = 0; k < Starts; k++) sum += WalkedLength(outline, k * outline.Length / Starts, step);
            x[s] = Math.Log(step);
            y[s] = Math.Log(sum / Starts);
        }

        return Fit(x, y);
    }

    /// <summary>Length of the closed outline walked with one step from one start; the rest at the end counts as a part of a step.</summary>
    internal static double WalkedLength(ReadOnlySpan<ImagePoint> outline, int start, double step)
    {
        int count = outline.Length, index = start, visited = 0;
        ImagePoint origin = outline[start], here = origin;
        double squared = step * step, steps = 0;
        while (visited < count)
        {
            int next = index + 1 == count ? 0 : index + 1;
            double dx = outline[next].XPx - here.XPx, dy = outline[next].YPx - here.YPx;
            if (dx * dx + dy * dy < squared)
            {
                index = next;
                visited++;
                continue;
            }

            here = OnSegment(here, outline[index], outline[next], squared);
            steps++;
        }

        return (steps + Polygon.Distance(here, origin) / step) * step;
    }

    /// <summary>The point of the segment at the given distance from a centre that lies nearer than that to <paramref name="a"/>, farther to <paramref name="b"/>.</summary>
    private static ImagePoint OnSegment(ImagePoint centre, ImagePoint a, ImagePoint b, double squared)
    {
        double ux = b.XPx - a.XPx, uy = b.YPx - a.YPx, vx = a.XPx - centre.XPx, vy = a.YPx - centre.YPx;
        double qa = ux * ux + uy * uy, qb = ux * vx + uy * vy, qc = vx * vx + vy * vy - squared;
        double t = (-qb + Math.Sqrt(Math.Max(qb * qb - qa * qc, 0))) / qa;
        t = Math.Clamp(t, 0, 1);
        return new ImagePoint(a.XPx + t * ux, a.YPx + t * uy);
    }

    private static DividerDimension Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double meanX = 0, meanY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        double xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        double slope = xy / xx;
        double residual = Math.Max(yy - slope * xy, 0);
        return new DividerDimension(1 - slope, Math.Sqrt(residual / (x.Length - 2) / xx));
    }
}
