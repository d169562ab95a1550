namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>Deviation of a measure from the truth, per cent of the truth.</summary>
/// <param name="Bias">Of the mean.</param>
/// <param name="Spread">Standard deviation of one measurement.</param>
public readonly record struct Deviation(double Bias, double Spread)
{
    internal static Deviation Of(IReadOnlyList<double> ratios)
    {
        double mean = ratios.Average();
        return new Deviation(100 * (mean - 1), 100 * Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / Math.Max(ratios.Count - 1, 1)));
    }
}
