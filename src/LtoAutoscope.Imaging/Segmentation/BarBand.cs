using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>The search for a drawn band at one edge of an image. Rows are counted from that edge.</summary>
/// <remarks>The constants were chosen on rendered pictures with painted bars, and are measured by <c>bench data-bar</c>.</remarks>
internal static class BarBand
{
    private const double LargestPart = 0.25, SmallestPart = 0.015;
    private const int SmallestRows = 10, EdgeRows = 3, LargestLine = 4;

    /// <summary>Run of equal pixels that noise does not make.</summary>
    private const int RunPx = 8;

    private const double FlatBand = 0.4, StrongStep = 0.6;

    /// <summary>What a band must show: how flat its inner edge is, how much less flat the picture beyond, and what part of that within a few rows.</summary>
    private readonly record struct Demand(double Edge, double Step, double StepWithin);

    /// <summary>How many rows the band has; 0 where there is none.</summary>
    internal static int Depth(GreyImage image, bool fromTop)
    {
        int limit = (int)(image.Height * LargestPart), look = Math.Min(image.Height, limit + Math.Max(16, image.Height / 20) + 2 * EdgeRows + LargestLine);
        int unit = image.BitsPerPixel == 16 ? 257 : 1;

        // Drawn and never packed: runs of equal pixels. Packed as JPEG: pixels near one of the grounds that a band may have.
        double[] flat = new double[look];
        for (int d = 0; d < look; d++) flat[d] = RunShare(Row(image, d, fromTop), unit);
        int depth = Search(image, fromTop, flat, limit, null, 2 * unit, new Demand(0.85, 0.25, 0.7));
        foreach (int ground in Grounds(image, fromTop, unit))
        {
            int tolerance = 10 * unit;
            bool isExtreme = ground <= 25 * unit || ground >= 230 * unit;
            for (int d = 0; d < look; d++) flat[d] = NearShare(Row(image, d, fromTop), ground, tolerance);
            depth = Math.Max(depth, Search(image, fromTop, flat, limit, ground, tolerance, isExtreme ? new Demand(0.7, 0.3, 0.7) : new Demand(0.7, 0.6, 0.7)));
        }

        return depth;
    }

    internal static ReadOnlySpan<ushort> Row(GreyImage image, int d, bool fromTop)
        => image.Pixels.AsSpan((fromTop ? d : image.Height - 1 - d) * image.Width, image.Width);

    /// <summary>The innermost depth at which flatness drops as it does at the edge of a drawn band.</summary>
    private static int Search(GreyImage image, bool fromTop, double[] flat, int limit, int? ground, int tolerance, Demand demand)
    {
        int smallest = Math.Max(SmallestRows, (int)(image.Height * SmallestPart)), beyond = Math.Max(8, image.Height / 50);
        double[] sum = new double[flat.Length + 1], steps = new double[flat.Length + 1];
        for (int d = 0; d < flat.Length; d++) sum[d + 1] = sum[d] + flat[d];
        for (int depth = smallest; depth <= limit && depth + EdgeRows + beyond < flat.Length; depth++)
        {
            double edge = Mean(depth - 2, depth);
            if (edge < demand.Edge || Mean(0, depth) < FlatBand) continue;
            double far = Mean(depth + EdgeRows, depth + EdgeRows + beyond), near = Mean(depth + EdgeRows, depth + 2 * EdgeRows), step = edge - far;
            if (step >= demand.Step && edge - near >= demand.StepWithin * step) steps[depth] = step;
        }

        for (int depth = limit; depth >= smallest; depth--)
        {
            if (steps[depth] == 0 || !IsHighest(depth) || (steps[depth] < StrongStep && GoesOn(depth))) continue;
            int edge = depth;
            while (edge < depth + EdgeRows && flat[edge] >= demand.Edge) edge++;
            edge += Lines(image, fromTop, edge);
            if (WrittenBand.LooksWritten(image, fromTop, edge, ground, tolerance, steps[depth] >= StrongStep)) return edge;
        }

        return 0;

        double Mean(int from, int to) => (sum[to] - sum[from]) / (to - from);

        // Rows as flat as the edge again and again beyond it: a clipped substrate between particles.
        bool GoesOn(int depth)
        {
            int first = depth + EdgeRows, end = Math.Min(flat.Length, first + limit / 2), again = 0;
            double edge = Mean(depth - 2, depth) - 0.05;
            for (int d = first; d < end; d++)
                if (flat[d] >= edge) again++;
            return again > 0.1 * (end - first);
        }

        bool IsHighest(int depth)
        {
            for (int k = Math.Max(0, depth - EdgeRows); k <= Math.Min(steps.Length - 1, depth + EdgeRows); k++)
                if (steps[k] > steps[depth]) return false;
            return true;
        }
    }

    /// <summary>Rows of a frame line around the band, drawn in another grey, and what blurring made of it; 0 where the rows go on alike, because that is the picture.</summary>
    private static int Lines(GreyImage image, bool fromTop, int depth)
    {
        int last = 0;
        for (int i = 0; i <= LargestLine && depth + i < image.Height; i++)
        {
            ReadOnlySpan<ushort> row = Row(image, depth + i, fromTop);
            int middle = Median(row), near = 0, tolerance = image.MaximumValue / 32;
            foreach (ushort pixel in row)
                if (Math.Abs(pixel - middle) <= tolerance) near++;
            if (near > 0.9 * row.Length) last = i + 1;
        }

        return last > LargestLine ? 0 : last;
    }

    private static int Median(ReadOnlySpan<ushort> row)
    {
        ushort[] sorted = row.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>Share of a row's pixels that lie in runs of at least <see cref="RunPx"/> equal pixels.</summary>
    private static double RunShare(ReadOnlySpan<ushort> row, int unit)
    {
        int flat = 0, start = 0;
        for (int x = 1; x <= row.Length; x++)
        {
            if (x < row.Length && Math.Abs(row[x] - row[start]) < unit) continue;
            if (x - start >= RunPx) flat += x - start;
            start = x;
        }

        return (double)flat / row.Length;
    }

    private static double NearShare(ReadOnlySpan<ushort> row, int ground, int tolerance)
    {
        int near = 0;
        foreach (ushort pixel in row)
            if (Math.Abs(pixel - ground) <= tolerance) near++;
        return (double)near / row.Length;
    }

    /// <summary>The greys that are commonest near the edge, at a few depths, because the outermost rows may be a frame.</summary>
    private static List<int> Grounds(GreyImage image, bool fromTop, int unit)
    {
        List<int> grounds = [];
        int step = Math.Max(2, image.Height / 60);
        for (int window = 0; window < 4; window++)
        {
            int[] counts = new int[256];
            for (int d = window * step; d < (window + 1) * step; d++)
                foreach (ushort pixel in Row(image, d, fromTop)) counts[pixel / unit]++;
            int best = 0, bestCount = 0;
            for (int v = 0; v < 256; v++)
            {
                int count = 0;
                for (int k = Math.Max(0, v - 2); k <= Math.Min(255, v + 2); k++) count += counts[k];
                if (count > bestCount) (best, bestCount) = (v, count);
            }

            if (bestCount > 0.35 * step * image.Width && grounds.TrueForAll(known => Math.Abs(known - best * unit) > 6 * unit)) grounds.Add(best * unit);
        }

        return grounds;
    }
}
