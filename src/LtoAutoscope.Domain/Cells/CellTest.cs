using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>A measured cell that was built from a sample.</summary>
/// <param name="SampleName">The sample whose powder is in the cell.</param>
/// <param name="CellName">The cell's own name.</param>
/// <param name="Ce1">Initial Coulombic efficiency, a fraction, by <see cref="Convention"/>.</param>
/// <param name="RatePerHour">C-rate of the first cycle, 1/h.</param>
/// <param name="MeasuredAt">When it was measured; when it was imported where nobody said (<c>measured_at_is_import</c>).</param>
public sealed record CellTest(string SampleName, string CellName, double Ce1, double RatePerHour, DateTimeOffset MeasuredAt)
{
    /// <summary>What <see cref="Ce1"/> divides by what. Default delithiation over lithiation.</summary>
    public EfficiencyConvention Convention { get; init; }

    /// <summary>The cycles of the test, in order; empty where only the efficiency was written down.</summary>
    public IReadOnlyList<CycleCapacity> Cycles { get; init; } = [];

    /// <summary>Why the cell does not count; empty when it does.</summary>
    public string Exclusion { get; init; } = "";

    /// <summary>Who said so; empty when it counts.</summary>
    public string ExcludedBy { get; init; } = "";

    /// <summary>When; null when it counts.</summary>
    public DateTimeOffset? ExcludedAt { get; init; }

    /// <summary>Name of the cycler's file as it was given; empty where there is none.</summary>
    public string SourceName { get; init; } = "";

    /// <summary>SHA-256 of that file, lower-case hex; empty where there is none.</summary>
    public string SourceSha256 { get; init; } = "";

    /// <summary>Which import of the cell this is, from 1; 0 where no file was imported. Earlier ones stay in the data folder.</summary>
    public int Version { get; init; }

    /// <summary>Mass of active material, mg; null where it was not written down.</summary>
    public double? MassMg { get; init; }

    /// <summary>Whether <c>measured_at</c> is the time of the import, because no other was given; null where that was not written down: in records of earlier versions, and without an import.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? MeasuredAtIsImport { get; init; }

    /// <summary>Whether it counts in means, regressions and proposals.</summary>
    public bool Counts => Exclusion.Length == 0;

    /// <summary>The initial efficiency by another convention than its own, a fraction.</summary>
    public double EfficiencyBy(EfficiencyConvention convention) => convention == Convention ? Ce1 : 1 / Ce1;

    /// <summary>Mean useful capacity over the whole cycles whose useful half ran at a rate, mAh/g; null where none is within 10 % of it.</summary>
    /// <param name="ratePerHour">C-rate, 1/h.</param>
    /// <param name="convention">Says which half is the useful one; the cell's own if null.</param>
    public double? CapacityAt(double ratePerHour, EfficiencyConvention? convention = null)
    {
        (double low, double high) = CRate.Around(ratePerHour);
        return CapacityBetween(low, high, convention);
    }

    /// <summary>Mean useful capacity over the whole cycles whose useful half ran within a range of rates, mAh/g; null where there is none.</summary>
    /// <param name="low">Lowest C-rate, 1/h, included.</param>
    /// <param name="high">Highest, included.</param>
    /// <param name="convention">Says which half is the useful one; the cell's own if null.</param>
    public double? CapacityBetween(double low, double high, EfficiencyConvention? convention = null)
    {
        EfficiencyConvention by = convention ?? Convention;
        double[] found = [.. Cycles.Where(cycle => cycle.RateBy(by) >= low && cycle.RateBy(by) <= high && cycle.IsWhole).Select(cycle => cycle.UsefulBy(by))];
        return found.Length > 0 ? found.Average() : null;
    }
}
