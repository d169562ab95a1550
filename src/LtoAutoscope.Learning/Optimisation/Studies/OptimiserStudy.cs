namespace LtoAutoscope.Learning.Optimisation.Studies;

/// <summary>Compares Bayesian optimisation with random and grid search at equal budget.</summary>
public static class OptimiserStudy
{
    /// <summary>Runs one problem with all methods.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seeds">Repetitions, ≥ 1; repetition s of each method meets the same noise for the same number of synthesis.</param>
    /// <param name="threads">Threads, ≥ 1.</param>
    /// <param name="progress">Told after each repetition, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static IReadOnlyList<RegretCurve> Run(OptimiserProblem problem, int seeds, int threads, IProgress<(int Done, int Total)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        SearchMethod[] methods = Enum.GetValues<SearchMethod>();
        double[][][] regrets = [.. methods.Select(_ => new double[seeds][])];
        int done = 0;
        Parallel.For(0, seeds * methods.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, task =>
        {
            (int seed, int method) = (task / methods.Length, task % methods.Length);
            regrets[method][seed] = Regrets(problem, methods[method], seed + 1, cancellationToken);
            progress?.Report((Interlocked.Increment(ref done), seeds * methods.Length));
        });
        return [.. methods.Select((method, m) => new RegretCurve(
            problem.Name, method, seeds, Quantiles(regrets[m], 0.25), Quantiles(regrets[m], 0.5), Quantiles(regrets[m], 0.75)))];
    }

    /// <summary>The regret after each synthesis of one repetition.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">How points are chosen.</param>
    /// <param name="seed">Of the choice and the noise.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static double[] Regrets(OptimiserProblem problem, SearchMethod method, int seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int fewest = 2 * (problem.Space.Parameters.Count + 1);
        List<Observation> cells = [];
        double[] regrets = new double[problem.Budget];
        Queue<double[]> next = method == SearchMethod.Bayesian ? new() : new(method == SearchMethod.Random ? RandomPoints(problem, seed) : GridPoints(problem, seed));
        KernelParameters? warm = null;
        IReadOnlyList<double>? recommended = null;
        double bestMeasured = double.NegativeInfinity;
        for (int number = 0; number < problem.Budget; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next.Count == 0)
            {
                IReadOnlyList<Observation> tried = ObservationMerge.Of(problem.Space, cells);
                var options = new OptimiserOptions
                {
                    Batch = Math.Min(number < fewest ? fewest - number : problem.Batch, problem.Budget - number), Seed = seed, Separation = problem.Repeats > 1 ? OptimiserOptions.DefaultSeparation : 1e-3,
                    Process = new GaussianProcessOptions { Starts = warm is null ? 4 : 2, Warm = warm },
                };
                ProposalSet found = BayesianOptimiser.Propose(problem.Space, tried, [], options, cancellationToken);
                foreach (SynthesisProposal proposal in found.Proposals) next.Enqueue([.. proposal.Point]);
                if (number > 0) warm = found.Surrogate?.Process.Parameters;
            }

            double[] point = next.Dequeue();
            double[] values = [.. Enumerable.Range(0, problem.Repeats).Select(cell => problem.Cell?.Invoke(point, seed, number, cell) ?? problem.Truth(point))];
            cells.AddRange(values.Select(value => new Observation(point, value)));
            if (values.Average() > bestMeasured) (bestMeasured, recommended) = (values.Average(), point);
            // With noise the greatest mean is often luck: the model, where there is one, says which of the tried ones is best.
            if (method == SearchMethod.Bayesian && problem.Cell is not null && next.Count == 0 && number + 1 >= fewest)
                recommended = Recommended(problem, cells, seed, warm, cancellationToken);
            regrets[number] = Math.Max(0, problem.Best - problem.Truth(recommended!));
        }

        return regrets;
    }

    private static IReadOnlyList<double> Recommended(OptimiserProblem problem, List<Observation> cells, int seed, KernelParameters? warm, CancellationToken cancellationToken)
    {
        IReadOnlyList<Observation> tried = ObservationMerge.Of(problem.Space, cells);
        var options = new OptimiserOptions { Seed = seed, Process = new GaussianProcessOptions { Starts = warm is null ? 4 : 2, Warm = warm } };
        Surrogate model = BayesianOptimiser.Model(problem.Space, tried, options, cancellationToken)!;
        return tried.MaxBy(entry => model.Predict(entry.Point).Mean)!.Point;
    }

    private static IEnumerable<double[]> RandomPoints(OptimiserProblem problem, int seed)
    {
        var random = new Random(unchecked(seed * 31 + 11));
        int found = 0;
        while (found < problem.Budget)
        {
            double[] point = SpaceSampler.Point(problem.Space, [.. problem.Space.Parameters.Select(_ => random.NextDouble())]);
            if (!problem.Space.IsFeasible(point)) continue;
            found++;
            yield return point;
        }
    }

    /// <summary>Equally spaced levels, as few a parameter as give enough points that the constraints allow; where in its part each level stands is drawn by the seed, since nobody knows where the best is.</summary>
    private static double[][] GridPoints(OptimiserProblem problem, int seed)
    {
        int dimensions = problem.Space.Parameters.Count;
        var random = new Random(unchecked(seed * 17 + 3));
        double[] offsets = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
        for (int levels = 1; ; levels++)
        {
            int count = (int)Math.Pow(levels, dimensions);
            double[][] points = [.. Enumerable.Range(0, count).Select(number =>
            {
                double[] unit = new double[dimensions];
                for (int k = 0, rest = number; k < dimensions; k++, rest /= levels) unit[k] = (rest % levels + offsets[k]) / levels;
                return SpaceSampler.Point(problem.Space, unit);
            }).Where(point => problem.Space.IsFeasible(point))];
            if (points.Length < problem.Budget) continue;
            random.Shuffle(points);
            return points[..problem.Budget];
        }
    }

    private static double[] Quantiles(double[][] regrets, double share)
        => [.. Enumerable.Range(0, regrets[0].Length).Select(number =>
        {
            double[] sorted = [.. regrets.Select(one => one[number]).Order()];
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
        })];
}
