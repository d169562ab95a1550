using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// Chooses the next syntheses. With few data it fills the space; then a Gaussian process is fitted, and the point of the greatest expected improvement over the best prediction among the tried ones is taken.
/// A batch is made by the kriging believer: each chosen point counts as measured at its predicted mean when the next one is chosen (Ginsbourger, Le Riche and Carraro, 2010). Planned syntheses whose cells are
/// not in yet count in the same way, so that they are not proposed again.
/// </summary>
public static class BayesianOptimiser
{
    /// <summary>Chooses.</summary>
    /// <param name="space">What may be set.</param>
    /// <param name="tried">What was tried; one entry a synthesis (repeats are averaged before).</param>
    /// <param name="planned">What is planned or made and not measured yet.</param>
    /// <param name="options">How many, and how.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">No point fulfils the constraints, or an option is out of range.</exception>
    public static ProposalSet Propose(SearchSpace space, IReadOnlyList<Observation> tried, IReadOnlyList<IReadOnlyList<double>> planned, OptimiserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(tried);
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Batch is < 1 or > OptimiserOptions.MostProposals) throw new InputException($"{options.Batch} proposals cannot be made at once", "batch", $"Ask for 1 to {OptimiserOptions.MostProposals}");
        int fewest = Math.Max(2, options.FewestPoints ?? 2 * (space.Parameters.Count + 1));
        Observation? best = tried.Count == 0 ? null : options.Minimise ? tried.MinBy(entry => entry.Value) : tried.MaxBy(entry => entry.Value);
        List<double[]> taken = [.. tried.Select(entry => space.Encode(entry.Point)), .. planned.Select(space.Encode)];
        Surrogate? surrogate = Model(space, tried, options, cancellationToken);
        if (surrogate is null || tried.Count < fewest) return Fill(space, tried, taken, surrogate, best, fewest, options, cancellationToken);

        GaussianProcess process = surrogate.Process;
        double top = taken.Take(tried.Count).Max(point => process.Predict(point).Mean);
        // Looking around what is best: the tried ones with the greatest predicted means.
        double[][] worthy = [.. taken.Take(tried.Count).OrderByDescending(point => surrogate.Process.Predict(point).Mean).Take(4)];
        double believed = top;
        foreach (double[] point in taken.Skip(tried.Count)) Believe(point);
        var reasons = new ProposalReason(space, tried, surrogate, options);
        List<SynthesisProposal> chosen = [];
        for (int number = 0; number < options.Batch; number++)
        {
            GaussianProcess believer = process;
            double bar = believed, ceiling = options.CeilingAbove(bar);
            var search = new AcquisitionSearch(space, options.Separation, unchecked(options.Seed * 7919 + number * 104_729 + tried.Count * 31 + taken.Count));
            if (search.Greatest(point => ExpectedImprovement.LogBelow(believer.Predict(point), bar, ceiling), taken, worthy, cancellationToken) is not { } found) break;
            double[] encoded = space.Encode(found);
            // What is told of it is what it promises by itself, so that the proposals can be compared.
            chosen.Add(reasons.Of(found, surrogate.Process.Predict(encoded), top));
            Believe(encoded);
            taken.Add(encoded);
        }

        string note = chosen.Count == options.Batch ? $"Chosen by expected improvement of a Gaussian process on {tried.Count} syntheses{(planned.Count > 0 ? $", {planned.Count} planned ones believed at their predicted means" : "")}."
            : $"Only {chosen.Count} of {options.Batch}: the space has no other point that was not tried and keeps a distance of {options.Separation:0.####} of a range.";
        return new ProposalSet(chosen, best, surrogate, note);

        void Believe(double[] point)
        {
            double mean = process.Predict(point).Mean;
            process = process.With(point, mean, 0);
            believed = Math.Max(believed, mean);
        }
    }

    /// <summary>The Gaussian process alone; null with fewer than two different syntheses.</summary>
    /// <inheritdoc cref="Propose" path="/param"/>
    public static Surrogate? Model(SearchSpace space, IReadOnlyList<Observation> tried, OptimiserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(tried);
        ArgumentNullException.ThrowIfNull(options);
        if (tried.Count < 2) return null;
        double sign = options.Minimise ? -1 : 1;
        GaussianProcess process = GaussianProcess.Fit(
            [.. tried.Select(entry => space.Encode(entry.Point))], [.. tried.Select(entry => sign * entry.Value)], [.. tried.Select(entry => entry.Variance)], space.IsCategorical,
            options.Process with { Seed = unchecked(options.Process.Seed + options.Seed) }, cancellationToken);
        return new Surrogate(space, process, options.Minimise);
    }

    private static ProposalSet Fill(SearchSpace space, IReadOnlyList<Observation> tried, List<double[]> taken, Surrogate? surrogate, Observation? best, int fewest, OptimiserOptions options, CancellationToken cancellationToken)
    {
        var reasons = new ProposalReason(space, tried, surrogate, options);
        IReadOnlyList<double[]> points = SpaceSampler.Spread(space, taken, options.Batch, options.Separation, options.Seed, cancellationToken);
        string note = points.Count < options.Batch ? $"Only {points.Count} of {options.Batch}: the space has no other point that was not tried."
            : $"{tried.Count} of {fewest} different syntheses are measured that a choice by expected improvement takes: until then the space is filled evenly.";
        return new ProposalSet([.. points.Select(point => reasons.Fill(point, tried.Count, fewest))], best, surrogate, note);
    }
}
