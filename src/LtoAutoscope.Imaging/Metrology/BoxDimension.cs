using System.Buffers;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Fractal dimension of a closed outline by box counting: the number N of squares of edge r that the outline passes through falls as r^(−D).
/// </summary>
/// <remarks>
/// J. Feder, Fractals (1988), chapter 2. N is the mean over grids shifted against the outline, which takes most of the chance of one grid's place away.
/// What comes from here is the plain slope, see <see cref="DimensionCalibration"/>.
/// </remarks>
public static class BoxDimension
{
    // Shifts as parts of the edge: a lattice that is even in both directions (Korobov, 4 points).
    private static readonly (double X, double Y)[] Shifts = [(0, 0), (0.25, 0.5), (0.5, 0.25), (0.75, 0.75)];

    /// <summary>The uncorrected dimension of a closed outline.</summary>
    /// <param name="outline">Corners in pixels, the first not repeated; dense (about one a pixel, each nearer to the next than the shortest scale).</param>
    /// <param name="scales">At which edges.</param>
    public static DimensionFit Of(ReadOnlySpan<ImagePoint> outline, OutlineScales scales)
    {
        Span<double> x = stackalloc double[OutlineScales.Count], y = stackalloc double[OutlineScales.Count];
        for (int s = 0; s < OutlineScales.Count; s++)
        {
            x[s] = Math.Log(scales[s]);
            y[s] = Math.Log(MeanCount(outline, scales[s]));
        }

        return DimensionFit.OfLine(x, y, 0, -1);
    }

    /// <summary>Squares of one edge that hold a corner of the outline or the middle between two, mean over the shifted grids.</summary>
    /// <param name="outline">Corners in pixels.</param>
    /// <param name="edge">Edge of a square, pixels.</param>
    public static double MeanCount(ReadOnlySpan<ImagePoint> outline, double edge)
    {
        double minX = double.MaxValue, minY = double.MaxValue, maxX = double.MinValue, maxY = double.MinValue;
        foreach (ImagePoint p in outline)
        {
            minX = Math.Min(minX, p.XPx);
            maxX = Math.Max(maxX, p.XPx);
            minY = Math.Min(minY, p.YPx);
            maxY = Math.Max(maxY, p.YPx);
        }

        int columns = (int)((maxX - minX) / edge) + 2, rows = (int)((maxY - minY) / edge) + 2, total = 0;
        byte[] seen = ArrayPool<byte>.Shared.Rent(columns * rows);
        double scale = 1 / edge;
        for (int k = 0; k < Shifts.Length; k++)
        {
            Array.Clear(seen, 0, columns * rows);
            double x0 = minX - Shifts[k].X * edge, y0 = minY - Shifts[k].Y * edge;
            ImagePoint before = outline[^1];
            foreach (ImagePoint p in outline)
            {
                int at = (int)((p.YPx - y0) * scale) * columns + (int)((p.XPx - x0) * scale);
                int between = (int)(((p.YPx + before.YPx) / 2 - y0) * scale) * columns + (int)(((p.XPx + before.XPx) / 2 - x0) * scale);
                total += (1 - seen[at]);
                seen[at] = 1;
                total += (1 - seen[between]);
                seen[between] = 1;
                before = p;
            }
        }

        ArrayPool<byte>.Shared.Return(seen);
        return (double)total / Shifts.Length;
    }
}
