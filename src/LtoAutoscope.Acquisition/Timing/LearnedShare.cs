namespace LtoAutoscope.Acquisition.Timing;

/// <summary>
/// A quantity that is often exactly the same, or nothing, as past runs show it: a focus search a tile, seconds lost to incidents. Its distribution is that of the runs themselves,
/// weighted by age and likeness, with the prior as one more run of small weight.
/// </summary>
public sealed class LearnedShare
{
    private readonly (double Value, double Until)[] _steps;

    private LearnedShare((double Value, double Until)[] steps, double runs) => (_steps, Runs) = (steps, runs);

    /// <summary>The past runs behind it, weighted.</summary>
    public double Runs { get; }

    /// <summary>Learns from past runs.</summary>
    /// <param name="values">What they showed, with their weights.</param>
    /// <param name="prior">What is thought where nothing is known, with weights that add up to 1.</param>
    /// <param name="priorRuns">How many runs the prior counts for, above 0.</param>
    public static LearnedShare From(IEnumerable<(double Value, double Weight)> values, IEnumerable<(double Value, double Weight)> prior, double priorRuns)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(prior);
        (double Value, double Weight)[] seen = [.. values.Where(value => double.IsFinite(value.Value) && value.Weight > 0)];
        (double Value, double Weight)[] all = [.. seen.Concat(prior.Select(value => (value.Value, value.Weight * priorRuns))).OrderBy(value => value.Item1)];
        double total = all.Sum(value => value.Weight), sum = 0;
        var steps = new (double, double)[all.Length];
        for (int i = 0; i < all.Length; i++) steps[i] = (all[i].Value, (sum += all[i].Weight) / total);
        return new LearnedShare(steps, seen.Sum(value => value.Weight));
    }

    /// <summary>The value that is not exceeded with a probability, 0…1.</summary>
    public double Quantile(double share)
    {
        foreach ((double value, double until) in _steps)
            if (share <= until) return value;
        return _steps[^1].Value;
    }
}
