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
        (double Value, double Weight)[][] clusters = [.. frames.Select(frame => frame.Where(p => double.IsFinite(p.Value) && p.Weight > 0).ToArray())];
        var points = new List<ConvergencePoint>();
        int stride = Math.Max(1, (clusters.Length + MaximumPoints - 1) / MaximumPoints);
        for (int count = 1; count <= clusters.Length; count++)
        {
            if (count % stride != 0 && count != clusters.Length) continue;
            (double Value, double Weight)[] seen = [.. clusters.Take(count).SelectMany(cluster => cluster)];
            if (seen.Length == 0) continue;
            (double low, double high) = count < 3 ? (double.NaN, double.NaN) : Interval(clusters, count, seed);
            points.Add(new ConvergencePoint(seen.Length, Median(seen), low, high));
        }

        return points;
    }

    private static (double Low, double High) Interval((double Value, double Weight)[][] clusters, int count, int seed)
    {
        var random = new Random(unchecked(seed * 1009 + count));
        double[] medians = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            var drawn = new List<(double, double)>();
            for (int k = 0; k < count; k++) drawn.AddRange(clusters[random.Next(count)]);
            medians[i] = drawn.Count > 0 ? Median([.. drawn]) : double.NaN;
        }

        Array.Sort(medians);
        return (medians[(int)(0.025 * Resamples)], medians[(int)(0.975 * Resamples)]);
    }

    private static double Median((double Value, double Weight)[] points)
    {
        Array.Sort(points, (a, b) => a.Value.CompareTo(b.Value));
        double half = points.Sum(point => point.Weight) / 2, sum = 0;
        foreach ((double value, double weight) in points)
            if ((sum += weight) >= half) return value;
        return points[^1].Value;
    }
}
