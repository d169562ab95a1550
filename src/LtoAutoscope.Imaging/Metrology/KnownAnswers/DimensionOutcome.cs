namespace LtoAutoscope.Imaging.Metrology.KnownAnswers;

/// <summary>The dimensions found on many copies of one shape.</summary>
/// <param name="Given">Share of the copies that got one, 0…1.</param>
/// <param name="Mean">Their mean; NaN where there are none.</param>
/// <param name="Spread">Standard deviation of one.</param>
/// <param name="StandardError">Mean of the errors stated.</param>
public readonly record struct DimensionOutcome(double Given, double Mean, double Spread, double StandardError)
{
    internal static DimensionOutcome Of(IReadOnlyList<(double Dimension, double Error)> all)
    {
        (double Dimension, double Error)[] given = [.. all.Where(static a => !double.IsNaN(a.Dimension))];
        if (given.Length == 0) return new DimensionOutcome(0, double.NaN, double.NaN, double.NaN);
        double mean = given.Average(static g => g.Dimension);
        double spread = Math.Sqrt(given.Sum(g => (g.Dimension - mean) * (g.Dimension - mean)) / Math.Max(given.Length - 1, 1));
        return new DimensionOutcome((double)given.Length / all.Count, mean, spread, given.Average(static g => g.Error));
    }
}
