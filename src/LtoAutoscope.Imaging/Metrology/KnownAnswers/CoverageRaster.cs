using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Which part of each pixel a polygon covers, exactly: each edge adds its signed area to its row, and the rows are summed up.</summary>
/// <remarks>R. Levien, “Inside the fastest font renderer in the world” (2016). Parts that the polygon runs around twice count once.</remarks>
public static class CoverageRaster
{
    /// <summary>Coverage, 0…1, row-major.</summary>
    /// <param name="corners">The polygon, pixels, (0, 0) the centre of the first pixel; inside the image.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    public static float[] Render(ReadOnlySpan<ImagePoint> corners, int width, int height)
    {
        var sums = new double[width * height + 2];
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
            Add(sums, width, corners[j].XPx + 0.5, corners[j].YPx + 0.5, corners[i].XPx + 0.5, corners[i].YPx + 0.5);
        var coverage = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            double sum = 0;
            for (int x = 0; x < width; x++)
            {
                sum += sums[y * width + x];
                coverage[y * width + x] = (float)Math.Min(Math.Abs(sum), 1);
            }
        }

        return coverage;
    }

    private static void Add(double[] sums, int width, double ax, double ay, double bx, double by)
    {
        if (ay == by) return;
        double sign = ay < by ? 1 : -1;
        if (sign < 0) (ax, ay, bx, by) = (bx, by, ax, ay);
        double slope = (bx - ax) / (by - ay);
        for (int y = (int)ay; y < by; y++)
        {
            double top = Math.Max(ay, y), bottom = Math.Min(by, y + 1), depth = sign * (bottom - top);
            double from = ax + slope * (top - ay), to = ax + slope * (bottom - ay);
            if (from > to) (from, to) = (to, from);
            int first = (int)from, last = (int)to, row = y * width;
            if (first == last)
            {
                double covered = 1 - ((from + to) / 2 - first);
                sums[row + first] += depth * covered;
                sums[row + first + 1] += depth * (1 - covered);
                continue;
            }

            // Share of the depth that has been crossed at the right edge of each column, integrated over the column.
            double before = 0;
            for (int x = first; x <= last; x++)
            {
                double l = Math.Max(from, x), r = Math.Min(to, x + 1);
                double shareL = (l - from) / (to - from), shareR = (r - from) / (to - from);
                double area = (shareL + shareR) / 2 * (r - l) + shareR * (x + 1 - r);
                sums[row + x] += depth * (area - before);
                before = area;
            }

            sums[row + last + 1] += depth * (1 - before);
        }
    }
}
