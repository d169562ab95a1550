namespace LtoAutoscope.Reports.Plots;

/// <summary>How the median settled as frames came in.</summary>
public static class Convergence
{
    private const int Resamples = 120, MaximumPoints = 24;

    /// <summary>
    /// The median after each frame (at most 24 of them, evenly spread), with a 95 % percentile interval from a bootstrap that draws whole frames; NaN ends while there are
    /// fewer than three frames.
    /// </summary>
    /// <param name="frames">In the order of acquisition: values and weights of the particles that count, frame by frame.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static IReadOnlyList<ConvergencePoint> OfMedian(IReadOnlyList<IReadOnlyList<(double Value, double Weight)>> frames, int seed = 1)
    {
        (double Value, double Weight, int Frame)[] sorted = [.. frames
            .SelectMany((frame, index) => frame.Where(p => double.IsFinite(p.Value) && p.Weight > 0).Select(p => (p.Value, p.Weight, index)))
            .OrderBy(p => p.Value)];
        var points = new List<ConvergencePoint>();
        int stride = Math.Max(1, (frames.Count + MaximumPoints - 1) / MaximumPoints);
        var times = new int[frames.Count];
        for (int count = 1; count <= frames.Count; count++)
        {
            if (count % stride != 0 && count != frames.Count) continue;
            for (int frame = 0; frame < frames.Count; frame++) times[frame] = frame < count ? 1 : 0;
            int particles = sorted.Count(p => p.Frame < count);
            if (particles == 0) continue;
            double median = Median(sorted, times);
            (double low, double high) = count < 3 ? (double.NaN, double.NaN) : Interval(sorted, times, count, seed);
            points.Add(new ConvergencePoint(particles, median, low, high));
        }

        return points;
    }

    /// <summary>Draws <paramref name="count"/> of the first frames with replacement; <paramref name="times"/> is how often each was drawn.</summary>
    private static (double Low, double High) Interval((double Value, double Weight, int Frame)[] sorted, int[] times, int count, int seed)
    {
        var random = new Random(unchecked(seed * 1009 + count));
        var medians = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            Array.Clear(times);
            for (int k = 0; k < count; k++) times[random.Next(count)]++;
            medians[i] = Median(sorted, times);
        }

        Array.Sort(medians);
        return (medians[(int)(0.025 * Resamples)], medians[(int)(0.975 * Resamples)]);
    }

    private static double Median((double Value, double Weight, int Frame)[] sorted, int[] times)
    {
        double total = 0, sum = 0;
        foreach ((_, double weight, int frame) in sorted) total += weight * times[frame];
        if (total == 0) return double.NaN;
        foreach ((double value, double weight, int frame) in sorted)
            if ((sum += weight * times[frame]) >= total / 2) return value;
        return sorted[^1].Value;
    }
}
