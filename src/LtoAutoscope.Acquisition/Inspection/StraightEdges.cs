using LtoAutoscope.Acquisition.Drift;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>
/// Straight steps of brightness along rows or columns, as the border of a field that was scanned before leaves them. At every column the difference of the
/// grey right and left of it is limited to what noise explains and averaged over the rows: particles give either sign, a border gives one.
/// </summary>
internal static class StraightEdges
{
    /// <summary>Pixels on either side that are averaged.</summary>
    private const int Reach = 8;

    /// <summary>Differences are limited to so many standard deviations of their noise.</summary>
    private const double Limit = 2;

    /// <summary>The most coherent step: 0 for none, 1 for one that every line of half a frame shows beyond its noise.</summary>
    /// <param name="plane">The grey.</param>
    /// <param name="noise">Standard deviation of a value's noise.</param>
    internal static double Coherence(GreyPlane plane, double noise)
    {
        int width = plane.Width, height = plane.Height;
        if (width < 6 * Reach || height < 6 * Reach || noise <= 0) return 0;
        float limit = (float)(Limit * noise * Math.Sqrt(2.0 / Reach));
        double best = 0;
        var sums = new float[width + 1];
        var halves = new double[2, width];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = plane.Values.AsSpan(y * width, width);
            for (int x = 0; x < width; x++) sums[x + 1] = sums[x] + row[x];
            int half = y < height / 2 ? 0 : 1;
            for (int x = Reach; x <= width - Reach; x++)
            {
                float step = (sums[x + Reach] - 2 * sums[x] + sums[x - Reach]) / Reach;
                halves[half, x - 1] += Math.Clamp(step, -limit, limit);
            }
        }

        for (int half = 0; half < 2; half++)
            for (int x = 0; x < width; x++) best = Math.Max(best, Math.Abs(halves[half, x]) / (limit * (height / 2)));
        return Math.Max(best, Rows(plane, limit));
    }

    private static double Rows(GreyPlane plane, float limit)
    {
        int width = plane.Width, height = plane.Height;
        var sums = new float[width];
        ReadOnlySpan<float> grey = plane.Values;
        for (int y = 0; y < Reach; y++)
            for (int x = 0; x < width; x++) sums[x] += grey[(y + Reach) * width + x] - grey[y * width + x];
        double best = 0;
        for (int y = Reach; y <= height - Reach; y++)
        {
            float left = 0, right = 0;
            for (int x = 0; x < width / 2; x++) left += Math.Clamp(sums[x] / Reach, -limit, limit);
            for (int x = width / 2; x < width; x++) right += Math.Clamp(sums[x] / Reach, -limit, limit);
            best = Math.Max(best, Math.Max(Math.Abs(left), Math.Abs(right)) / (limit * (width / 2)));
            if (y == height - Reach) break;
            for (int x = 0; x < width; x++) sums[x] += grey[(y + Reach) * width + x] - 2 * grey[y * width + x] + grey[(y - Reach) * width + x];
        }

        return best;
    }
}
