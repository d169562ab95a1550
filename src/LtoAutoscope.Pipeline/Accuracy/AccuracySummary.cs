namespace LtoAutoscope.Pipeline.Accuracy;

/// <summary>Errors of one figure over all powders.</summary>
/// <param name="Bias">Their average, with its sign.</param>
/// <param name="Deviation">Their standard deviation from powder to powder.</param>
/// <param name="MeanAbsolute">Average without sign.</param>
/// <param name="Worst">The largest without sign.</param>
/// <param name="Within">Powders within the target.</param>
/// <param name="Powders">Powders that have the figure.</param>
/// <param name="Target">Bias asked for at most.</param>
public sealed record AccuracySummary(double Bias, double Deviation, double MeanAbsolute, double Worst, int Within, int Powders, double Target)
{
    /// <summary>Whether the average bias is smaller than the target.</summary>
    public bool IsMet => Math.Abs(Bias) < Target;

    internal static AccuracySummary Of(double[] errors, double target)
    {
        (double bias, double deviation) = AccuracyReport.Spread(errors);
        return errors.Length == 0
            ? new AccuracySummary(bias, deviation, double.NaN, double.NaN, 0, 0, target)
            : new AccuracySummary(bias, deviation, errors.Average(Math.Abs), errors.Max(Math.Abs), errors.Count(e => Math.Abs(e) < target), errors.Length, target);
    }
}
