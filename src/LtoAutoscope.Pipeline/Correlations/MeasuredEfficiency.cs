using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;

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
        ReplicateStatistic? all = ReplicateStatistic.Of("CE₁", "", cells.Select(cell => cell.EfficiencyBy(convention)));
        return all is null ? null : new MeasuredEfficiency(all.Mean, all.Low, all.High, all.Count, [.. cells.Select(cell => cell.RatePerHour).Distinct().Order()]);
    }
}
