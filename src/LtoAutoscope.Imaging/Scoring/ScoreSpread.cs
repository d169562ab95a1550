namespace LtoAutoscope.Imaging.Scoring;

/// <summary>Percentiles of a score over the pictures of a set, linear between ranks.</summary>
public sealed record ScoreSpread(double Min, double P5, double P25, double Median, double P75, double P95, double Max)
{
    internal static ScoreSpread Of(double[] values) => new(
        Quantile(values, 0), Quantile(values, 0.05), Quantile(values, 0.25), Quantile(values, 0.5), Quantile(values, 0.75), Quantile(values, 0.95), Quantile(values, 1));

    /// <summary>The quantile at rank share·(n − 1), linear between neighbours (R. J. Hyndman, Y. Fan, Am. Stat. 50, 361, 1996, type 7).</summary>
    internal static double Quantile(double[] values, double share)
    {
        double[] sorted = [.. values.Order()];
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }
}
