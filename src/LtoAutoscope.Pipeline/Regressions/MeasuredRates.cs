using System.Globalization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Correlations;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>At which C-rates cells were cycled, by the names that people give them: a cycler that ran at 0.98 C was set to 1 C.</summary>
internal static class MeasuredRates
{
    private static readonly double[] Usual = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.33, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100];

    /// <summary>The rates of the useful halves of whole cycles, each once, rising, 1/h.</summary>
    internal static IReadOnlyList<double> Of(IEnumerable<SamplePoint> points)
        => [.. points.SelectMany(static point => point.Cells.SelectMany(static cell => cell.Cycles).Where(static cycle => cycle.IsWhole).Select(cycle => cycle.RateBy(point.Convention)))
            .Where(static rate => rate is >= RegressionTarget.LowestRate and <= RegressionTarget.HighestRate).Select(Named).Distinct().Order()];

    /// <summary>The nearest usual rate that the measured one counts for; else the measured one to two digits.</summary>
    private static double Named(double rate)
    {
        double nearest = Usual.MinBy(usual => Math.Abs(Math.Log(usual / rate)));
        return CRate.Counts(rate, nearest) ? nearest : double.Parse(rate.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
