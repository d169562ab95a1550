using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>Capacity at a rate: neighbouring cycles of one rate together.</summary>
/// <param name="RatePerHour">Mean C-rate of their useful halves, 1/h.</param>
/// <param name="Cycles">How many.</param>
/// <param name="First">The first of them.</param>
/// <param name="MeanMAhG">Mean useful capacity, mAh/g.</param>
/// <param name="SpreadMAhG">Sample standard deviation; NaN of one cycle.</param>
public sealed record RateCapability(double RatePerHour, int Cycles, int First, double MeanMAhG, double SpreadMAhG)
{
    /// <summary>Groups whole cycles in the order in which they were done, so that a return to the first rate shows what was lost.</summary>
    /// <param name="cycles">The cycles of a test.</param>
    /// <param name="convention">Says which half of a cycle is the useful one.</param>
    public static IReadOnlyList<RateCapability> Of(IReadOnlyList<CycleCapacity> cycles, EfficiencyConvention convention)
    {
        ArgumentNullException.ThrowIfNull(cycles);
        var groups = new List<List<CycleCapacity>>();
        foreach (CycleCapacity cycle in cycles.Where(cycle => cycle.RateBy(convention) > 0 && cycle.IsWhole))
        {
            if (groups.Count > 0 && CRate.Counts(cycle.RateBy(convention), groups[^1][0].RateBy(convention))) groups[^1].Add(cycle);
            else groups.Add([cycle]);
        }

        return [.. groups.Select(group => Summary(group, convention))];
    }

    private static RateCapability Summary(List<CycleCapacity> group, EfficiencyConvention convention)
    {
        double mean = group.Average(cycle => cycle.UsefulBy(convention));
        double spread = group.Count > 1 ? Math.Sqrt(group.Sum(cycle => Math.Pow(cycle.UsefulBy(convention) - mean, 2)) / (group.Count - 1)) : double.NaN;
        return new RateCapability(group.Average(cycle => cycle.RateBy(convention)), group.Count, group[0].Cycle, mean, spread);
    }
}
