using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Fractal dimension of a closed outline by the divider (compass) method: the outline is walked with steps of one length,
/// the walked length L falls with the step r as r^(1−D).
/// </summary>
/// <remarks>
/// L. F. Richardson 1961; B. B. Mandelbrot, Science 156, 636 (1967). What comes from here is the plain slope; <see cref="DimensionCalibration"/>
/// takes the bias of range and pixel size out. Ranges, bias and spread on known shapes: docs/measures.md.
/// </remarks>
public static class DividerDimension
{
    private const int Starts = 4;

    /// <summary>The uncorrected dimension of a closed outline.</summary>
    /// <param name="outline">Corners in pixels, the first not repeated; dense (about one a pixel).</param>
    /// <param name="scales">At which steps.</param>
    public static DimensionFit Of(ReadOnlySpan<ImagePoint> outline, OutlineScales scales)
    {
        Span<double> x = stackalloc double[OutlineScales.Count], y = stackalloc double[OutlineScales.Count];
        for (int s = 0; s < OutlineScales.Count; s++)
        {
            x[s] = Math.Log(scales[s]);
            y[s] = Math.Log(MeanWalkedLength(outline, scales[s]));
        }

        return DimensionFit.OfLine(x, y, 1, -1);
    }

    /// <summary>Length walked with one step, pixels: mean over starting points spread along the outline.</summary>
    /// <param name="outline">Corners in pixels.</param>
    /// <param name="step">Step, pixels.</param>
    public static double MeanWalkedLength(ReadOnlySpan<ImagePoint> outline, double step)
    {
        double sum = 0;
        for (int k = 0; k < Starts; k++) sum += WalkedLength(outline, k * outline.Length / Starts, step);
        return sum / Starts;
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
}
