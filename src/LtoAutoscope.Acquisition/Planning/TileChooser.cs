using LtoAutoscope.Acquisition.Goals;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>
/// Chooses the next tile. A grid and listed positions are taken in their order. Of scattered areas the one is chosen whose next tile is expected to lower the variance of the sample's mean
/// most for its time: an unseen area lowers the part that differs from place to place, a tile beside the last one costs no focus search. Unseen areas are opened in the order of their
/// low-discrepancy sequence, so that what was taken by any moment is an even sample.
/// </summary>
/// <remarks>
/// The variance of a mean over n_a tiles in each of several areas is σ_b² Σ n_a² / N² + σ_w² / N (W. G. Cochran, Sampling Techniques, 3rd ed., chapter 10), with both variances from the tiles so far
/// and a prior of few degrees of freedom. A pure function of what it is given.
/// </remarks>
public sealed class TileChooser(Recipe recipe, IReadOnlyList<FramePlan> plan)
{
    // Of the logarithm of the diameter: 5 % from tile to tile, 3 % from place to place, known as well as from so many tiles.
    private const double PriorWithin = 0.05 * 0.05, PriorWithinWeight = 4;
    private const double PriorBetween = 0.03 * 0.03, PriorBetweenWeight = 2;

    // Only their proportions matter: they weigh a way and a focus search against an exposure.
    private const double SettleS = 0.5, SpeedMmPerS = 2, LensSettleS = 0.3;
    private const int FineLooks = 6;

    private readonly double _exposureS = recipe.Exposure.WidthPx * (double)recipe.Exposure.HeightPx * recipe.Exposure.DwellUs * 1e-6;

    /// <summary>The next tile, or null when none is left.</summary>
    /// <param name="begun">Frame ids that were begun.</param>
    /// <param name="givenUp">Areas that were given up.</param>
    /// <param name="known">What came of the tiles so far, as far as it may be known.</param>
    /// <param name="last">The tile taken last, or null.</param>
    public FramePlan? Next(IReadOnlySet<string> begun, IReadOnlySet<int> givenUp, IReadOnlyList<TileOutcome> known, FramePlan? last)
    {
        ArgumentNullException.ThrowIfNull(begun);
        ArgumentNullException.ThrowIfNull(givenUp);
        ArgumentNullException.ThrowIfNull(known);
        IEnumerable<FramePlan> left = plan.Where(tile => !begun.Contains(tile.FrameId) && !givenUp.Contains(tile.AreaIndex));
        if (recipe.Plan.Layout != PlanLayout.Scattered) return left.FirstOrDefault();

        List<FramePlan> candidates = Candidates(left, begun);
        if (candidates.Count < 2) return candidates.Count == 0 ? null : candidates[0];
        Dictionary<int, int> taken = plan.Where(tile => begun.Contains(tile.FrameId)).GroupBy(tile => tile.AreaIndex).ToDictionary(group => group.Key, group => group.Count());
        (double within, double between) = Variances(known);
        FramePlan best = candidates[0];
        double bestValue = double.NegativeInfinity;
        foreach (FramePlan tile in candidates)
        {
            double value = Gain(taken, tile.AreaIndex, within, between) * Yield(known, tile.AreaIndex) / CostS(tile, last);
            if (value > bestValue) (best, bestValue) = (tile, value);
        }

        return best;
    }

    /// <summary>The next tile of each area that was begun, and the first tile of the first area that was not.</summary>
    private static List<FramePlan> Candidates(IEnumerable<FramePlan> left, IReadOnlySet<string> begun)
    {
        var candidates = new List<FramePlan>();
        bool hasUnseen = false;
        foreach (IGrouping<int, FramePlan> area in left.GroupBy(tile => tile.AreaIndex).OrderBy(area => area.Key))
        {
            FramePlan first = area.First();
            bool isUnseen = first.IsFirstOfArea && first.Turn == 0;
            if (isUnseen && hasUnseen) continue;
            hasUnseen |= isUnseen;
            candidates.Add(first);
        }

        return candidates;
    }

    private static double Gain(Dictionary<int, int> taken, int area, double within, double between)
    {
        int total = taken.Values.Sum();
        double squares = taken.Values.Sum(n => (double)n * n);
        if (total == 0) return within + between;
        int own = taken.GetValueOrDefault(area);
        double before = between * squares / ((double)total * total) + within / total;
        double after = between * (squares + 2 * own + 1) / ((total + 1.0) * (total + 1)) + within / (total + 1);
        return before - after;
    }

    /// <summary>The share of an area's tiles that can be expected to count.</summary>
    private static double Yield(IReadOnlyList<TileOutcome> known, int area)
    {
        int seen = known.Count(outcome => outcome.AreaIndex == area), good = known.Count(outcome => outcome.AreaIndex == area && outcome.Summary is { Count: > 0 });
        return (good + 1.0) / (seen + 1);
    }

    private double CostS(FramePlan tile, FramePlan? last)
    {
        double way = last is null ? 0 : Math.Sqrt(Math.Pow(tile.Target.XMm!.Value - last.Target.XMm!.Value, 2) + Math.Pow(tile.Target.YMm!.Value - last.Target.YMm!.Value, 2));
        double cost = SettleS + way / SpeedMmPerS + _exposureS;
        return last?.AreaIndex == tile.AreaIndex ? cost : cost + (recipe.Focus.Steps + FineLooks) * (LensSettleS + _exposureS / 4);
    }

    private static (double Within, double Between) Variances(IReadOnlyList<TileOutcome> known)
    {
        double[][] areas = [.. known.Where(outcome => outcome.Summary is { Weight: > 0 }).GroupBy(outcome => outcome.AreaIndex).Select(group => group.Select(outcome => outcome.Summary!.LogDiameterSum / outcome.Summary.Weight).ToArray())];
        int tiles = areas.Sum(area => area.Length);
        double withinSquares = areas.Sum(area => { double mean = area.Average(); return area.Sum(x => (x - mean) * (x - mean)); });
        int withinFreedom = tiles - areas.Length;
        double within = (PriorWithin * PriorWithinWeight + withinSquares) / (PriorWithinWeight + withinFreedom);
        if (areas.Length < 2) return (within, PriorBetween);
        double grand = areas.Sum(area => area.Sum()) / tiles;
        double betweenMean = areas.Sum(area => area.Length * Math.Pow(area.Average() - grand, 2)) / (areas.Length - 1);
        double size = (tiles - areas.Sum(area => (double)area.Length * area.Length) / tiles) / (areas.Length - 1);
        double estimate = Math.Max((betweenMean - within) / size, 0);
        return (within, (PriorBetween * PriorBetweenWeight + estimate * (areas.Length - 1)) / (PriorBetweenWeight + areas.Length - 1));
    }
}
