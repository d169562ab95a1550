using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>Predicts CE1 of each sample by parameters fitted to all other samples.</summary>
public sealed class LeaveOneSampleOut
{
    private const int Refits = 20;
    private const double FirstShare = 0.3;

    private readonly ICellPredictor _model;
    private readonly TimeProvider _time;

    /// <param name="model">The forward model; the single-particle model if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    public LeaveOneSampleOut(ICellPredictor? model = null, TimeProvider? time = null)
        => (_model, _time) = (model ?? ReducedModels.Particle, time ?? TimeProvider.System);

    /// <summary>Runs the harness: a fit to all, then one fit for each sample left out, begun at the fit to all.</summary>
    /// <param name="study">The samples.</param>
    /// <param name="material">What is not fitted keeps its value.</param>
    /// <param name="options">What to fit.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There are fewer than three samples, or not more of them than parameters.</exception>
    /// <exception cref="ConvergenceException">The model fails at every start, or for a sample left out.</exception>
    public async Task<LeaveOneOutResult> RunAsync(
        SampleStudy study, Material material, FitOptions options, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(options);
        var samples = study.Samples;
        if (samples.Count < Math.Max(3, options.Parameters.Count + 2))
            throw new InputException($"{samples.Count} samples are too few for {options.Parameters.Count} parameters", study.Source, $"Give at least {Math.Max(3, options.Parameters.Count + 2)} samples, or fit fewer parameters");
        if (study.Cells.FirstOrDefault(c => !double.IsFinite(c.Cell.Ce1)) is { } without)
            throw new InputException($"{without.Sample} has no CE1", study.Source, "Give tests that hold the whole first cycle");
        long start = _time.GetTimestamp();
        FitCell[] cells = [.. study.Cells.Select(c => c.Cell)];
        var all = await new CellFit(_model, _time).RunAsync(
            cells, material, options with { Profile = false }, progress is null ? null : new Relay(p => progress.Report((FirstShare * p.Share, $"all samples: {p.Text}"))), cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => HoldOut(study, cells, material, options, all, samples, start, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private LeaveOneOutResult HoldOut(
        SampleStudy study, FitCell[] cells, Material material, FitOptions options, FitResult all, IReadOnlyList<string> samples, long start,
        IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        var whole = new FitProblem(_model, cells, material, options.Parameters);
        double[] point = [.. options.Parameters.Select((p, i) => p.ToCoordinate(all.Parameters[i].Value))];
        double[] residuals = whole.Residuals(point, cancellationToken) ?? throw new ConvergenceException("The model fails at its own best fit.");
        var derivatives = whole.Solver(options.Threads).Differences(point, residuals, null, cancellationToken);
        var predicted = new double[cells.Length];
        var points = new double[samples.Count][];
        int done = 0;
        Parallel.For(0, samples.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, s =>
        {
            bool[] kept = [.. study.Cells.Select(c => c.Sample != samples[s])];
            var problem = new FitProblem(_model, [.. cells.Where((_, i) => kept[i])], material, options.Parameters);
            // Residuals and derivatives of the fit to all, less the rows of the sample left out: a fresh fit from there needs few runs.
            int[] rows = [.. KeptRows(cells, kept)];
            var jacobian = new double[rows.Length, point.Length];
            for (int k = 0; k < rows.Length; k++)
            {
                for (int i = 0; i < point.Length; i++) jacobian[k, i] = derivatives[rows[k], i];
            }

            var outcome = problem.Solver(1).Minimise(point, null, Refits, ([.. rows.Select(r => residuals[r])], jacobian), null, cancellationToken)!;
            points[s] = outcome.Point;
            var fitted = problem.MaterialAt(outcome.Point);
            for (int i = 0; i < cells.Length; i++)
            {
                if (!kept[i]) predicted[i] = problem.Respond(cells[i], fitted, cancellationToken).Ce1;
            }

            progress?.Report((FirstShare + ((1 - FirstShare) * Interlocked.Increment(ref done) / samples.Count), $"without {samples[s]}"));
        });

        HeldOutSample[] held = [.. cells.Select((c, i) => new HeldOutSample(
            study.Cells[i].Sample, c.Ce1, predicted[i], all.Responses[i].Ce1, study.Cells.Where(o => o.Sample != study.Cells[i].Sample).Average(o => o.Cell.Ce1)))];
        double mean = held.Average(h => h.Measured), spread = held.Sum(h => Square(h.Measured - mean)), squares = held.Sum(h => Square(h.Measured - h.Predicted));
        return new LeaveOneOutResult
        {
            Source = study.Source,
            SyntheticBecause = study.SyntheticBecause,
            Model = _model.Description,
            Samples = samples.Count,
            Cells = cells.Length,
            Rmse = Math.Sqrt(squares / held.Length),
            R2 = spread > 0 ? 1 - (squares / spread) : double.NaN,
            Bias = held.Average(h => h.Predicted - h.Measured),
            RmseFittedToAll = Math.Sqrt(held.Average(h => Square(h.Measured - h.FittedToAll))),
            RmseOfTheMean = Math.Sqrt(held.Average(h => Square(h.Measured - h.OthersMean))),
            ParameterRange = options.Parameters.Select((p, i) => (p.Key, Range: new[] { points.Min(x => p.FromCoordinate(x[i])), points.Max(x => p.FromCoordinate(x[i])) }))
                .ToDictionary(p => p.Key, p => p.Range, StringComparer.Ordinal),
            Rows = held,
            WallS = _time.GetElapsedTime(start).TotalSeconds,
        };
    }

    private static IEnumerable<int> KeptRows(FitCell[] cells, bool[] kept)
    {
        int at = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            int count = cells[i].Voltages.Count + 1;
            if (kept[i])
            {
                for (int k = 0; k < count; k++) yield return at + k;
            }

            at += count;
        }
    }

    private static double Square(double v) => v * v;

    private sealed class Relay(Action<(double Share, string Text)> report) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value) => report(value);
    }
}
