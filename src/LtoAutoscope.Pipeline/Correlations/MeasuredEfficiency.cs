using LtoAutoscope.Domain.Cells;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>The first-cycle efficiency measured on the cells of a sample.</summary>
/// <param name="Mean">Mean over cells, a fraction.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean (Student's t over cells); null with one cell.</param>
/// <param name="High">Upper end.</param>
/// <param name="Cells">How many cells.</param>
/// <param name="RatesPerHour">Their C-rates, each once, rising.</param>
public sealed record MeasuredEfficiency(double Mean, double? Low, double? High, int Cells, IReadOnlyList<double> RatesPerHour)
{
    /// <summary>Of the cells of one sample that count; null without such cells.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="convention">By which convention, whatever each cell's own: that of the sample's material, so that samples can be compared.</param>
    public static MeasuredEfficiency? Of(IReadOnlyList<CellTest> cells, EfficiencyConvention convention = EfficiencyConvention.DelithiationOverLithiation)
    {
        ArgumentNullException.ThrowIfNull(cells);
        cells = [.. cells.Where(cell => cell.Counts)];
        if (cells.Count == 0) return null;
        double mean = cells.Average(cell => cell.EfficiencyBy(convention));
        double[] rates = [.. cells.Select(cell => cell.RatePerHour).Distinct().Order()];
        if (cells.Count == 1) return new MeasuredEfficiency(mean, null, null, 1, rates);
        double deviation = Math.Sqrt(cells.Sum(cell => Math.Pow(cell.EfficiencyBy(convention) - mean, 2)) / (cells.Count - 1));
        double half = StudentT.InvCDF(0, 1, cells.Count - 1, 0.975) * deviation / Math.Sqrt(cells.Count);
        return new MeasuredEfficiency(mean, mean - half, mean + half, cells.Count, rates);
    }
}
