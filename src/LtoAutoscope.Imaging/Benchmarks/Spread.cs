namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>The fastest and the middle of several timings, ms.</summary>
public sealed record Spread(double FastestMs, double MedianMs)
{
    internal static Spread Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
    }
}
