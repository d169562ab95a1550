using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// Fits parameters of a material to several measured cells at once: weighted voltage curves and CE1, bounded least squares from several
/// starts, then errors, correlations and profile likelihoods.
/// </summary>
public sealed class CellFit
{
    private const int Iterations = 60;
    private const double StartsShare = 0.15;
    private const double FitShare = 0.45;

    private readonly ICellPredictor _model;
    private readonly TimeProvider _time;

    /// <param name="model">The forward model; the single-particle model if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    public CellFit(ICellPredictor? model = null, TimeProvider? time = null)
        => (_model, _time) = (model ?? ReducedModels.Particle, time ?? TimeProvider.System);

    /// <summary>Fits.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="material">The material; what is not fitted keeps its value.</param>
    /// <param name="options">What to fit and how.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it within one forward run.</param>
    /// <exception cref="InputException">There are no cells, or fewer observations than parameters.</exception>
    /// <exception cref="ConvergenceException">The model fails at every start.</exception>
    public async Task<FitResult> RunAsync(
        IReadOnlyList<FitCell> cells, Material material, FitOptions options, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var problem = new FitProblem(_model, cells, material, options.Parameters);
        if (problem.Observations < options.Parameters.Count)
            throw new InputException($"{problem.Observations} observations cannot tell {options.Parameters.Count} parameters", "--fit", "Fit fewer parameters, or give more cells");
        long start = _time.GetTimestamp();
        return await Task.Run(() =>
        {
            var solver = problem.Solver(options.Threads);
            var best = Best(problem, solver, options, progress, cancellationToken);
            var profiles = new ProfilePoint[options.Parameters.Count][];
            if (options.Profile)
            {
                // A profile that finds a better point than the fit sends the fit there first.
                for (int round = 0; round < 3; round++)
                {
                    var traced = ProfileLikelihood.Trace(problem, solver, best, options.Threads, new Share(progress, StartsShare + FitShare, 1, "profile likelihood"), cancellationToken);
                    profiles = traced.Profiles;
                    if (traced.Better is null || solver.Minimise(traced.Better, null, Iterations, null, null, cancellationToken) is not { } again || again.Cost > best.Cost - 1e-3) break;
                    best = again;
                }
            }

            progress?.Report((1, "done"));
            return FitStatistics.Summarise(problem, best, profiles, _model, _time.GetElapsedTime(start).TotalSeconds, cancellationToken);
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The best minimum from the material's own values and from the best of a Latin hypercube over the box.</summary>
    private static LeastSquaresOutcome Best(
        FitProblem problem, LeastSquares solver, FitOptions options, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        double[][] starts = [problem.Start, .. LatinHypercube.Draw(options.Starts, problem.Low, problem.High, new SeededRandom(options.Seed, 0x666974))];
        var costs = new double[starts.Length];
        int done = 0;
        Parallel.For(0, starts.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, i =>
        {
            costs[i] = problem.Residuals(starts[i], cancellationToken)?.Sum(r => r * r) ?? double.PositiveInfinity;
            progress?.Report((StartsShare * Interlocked.Increment(ref done) / starts.Length, "looking for a start"));
        });

        LeastSquaresOutcome? best = null;
        int[] order = [.. Enumerable.Range(0, starts.Length).OrderBy(i => costs[i]).Take(3)];
        if (!order.Contains(0)) order = [.. order, 0];
        for (int k = 0; k < order.Length; k++)
        {
            int tries = 0;
            double from = StartsShare + (FitShare * k / order.Length);
            var outcome = solver.Minimise(
                starts[order[k]], null, Iterations, null,
                cost => progress?.Report((from + (FitShare / order.Length * (1 - Math.Pow(0.8, ++tries))), $"fit {k + 1} of {order.Length}, χ² {cost:g4}")), cancellationToken);
            if (outcome is not null && (best is null || outcome.Cost < best.Cost)) best = outcome;
        }

        return best ?? throw new ConvergenceException("The model cannot be solved at any start of the fit. Narrow the bounds, or check the cells' rates and the material.");
    }

    /// <summary>A part of a progress bar.</summary>
    private sealed class Share(IProgress<(double Share, string Text)>? progress, double from, double to, string text) : IProgress<double>
    {
        public void Report(double value) => progress?.Report((from + ((to - from) * value), text));
    }
}
