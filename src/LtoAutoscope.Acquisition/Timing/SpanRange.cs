namespace LtoAutoscope.Acquisition.Timing;

/// <summary>A figure as a range: a tenth of all likely outcomes lie below the first value, half below the second, nine tenths below the third.</summary>
/// <param name="P10">Tenth percentile.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">Ninetieth percentile.</param>
public readonly record struct SpanRange(double P10, double P50, double P90)
{
    /// <summary>The range of draws.</summary>
    public static SpanRange Of(IEnumerable<double> draws)
    {
        double[] sorted = [.. draws.Order()];
        return sorted.Length == 0 ? default : new SpanRange(At(sorted, 0.1), At(sorted, 0.5), At(sorted, 0.9));
    }

    private static double At(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
