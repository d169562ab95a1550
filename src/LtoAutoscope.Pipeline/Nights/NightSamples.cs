using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>Tells of every sample of a night how it stands against its goal, with its figures.</summary>
internal sealed class NightSamples(IReadOnlyDictionary<string, RunFolder> folders, List<string> problems)
{
    private const double NormalQuantile = 1.959964;

    /// <summary>The samples in the order of the queue; runs whose job is gone come last.</summary>
    public async Task<IReadOnlyList<NightSample>> OfAsync(IReadOnlyList<NightRun> runs, IReadOnlyList<QueuedJob> jobs, NightWindow night, CancellationToken cancellationToken)
    {
        List<NightSample> samples = [];
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (QueuedJob job in jobs)
        {
            NightRun? run = runs.FirstOrDefault(run => run.Record.RunId == job.RunId);
            if (run is not null)
            {
                told.Add(run.Record.RunId);
                samples.Add(await OfRunAsync(run, job, cancellationToken).ConfigureAwait(false));
            }
            else if (job.AddedAt < night.To && job.EndedAt is null && job.RunId is null && job.State is not (RunState.Completed or RunState.Running or RunState.Cancelled))
            {
                samples.Add(NotRun(job));
            }
        }

        foreach (NightRun run in runs.Where(run => !told.Contains(run.Record.RunId))) samples.Add(await OfRunAsync(run, null, cancellationToken).ConfigureAwait(false));
        return samples;
    }

    private static NightSample NotRun(QueuedJob job) => new()
    {
        Name = job.Sample.Name, Description = Describe(job.Sample), Stub = job.Stub.Name, JobId = job.JobId, Goal = job.State == RunState.Failed ? GoalState.Failed : job.State == RunState.Stopped || job.Hold is not null ? GoalState.Held : GoalState.NotRun,
        Reason = job.Hold is { } hold ? JournalText.Sentence(hold.Reason) : job.Reason.Length > 0 ? job.Reason : "It was in the queue, and its turn did not come.", ParticleGoal = job.Recipe.ParticleGoal, PrecisionPercent = Precision(job.Recipe), Recipe = RecipeName(job.Recipe),
    };

    private async Task<NightSample> OfRunAsync(NightRun run, QueuedJob? job, CancellationToken cancellationToken)
    {
        RunRecord record = run.Record;
        RunFolder folder = folders[record.RunId];
        Morphology? morphology = await ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false);
        CellPrediction? cell = await ReadAsync<CellPrediction>(folder.CellResultPath, cancellationToken).ConfigureAwait(false);
        RegressionPrediction? regression = await ReadAsync<RegressionPrediction>(folder.PredictionPath, cancellationToken).ConfigureAwait(false);
        NightTiles tiles = NightTileCount.Sum([run.Tiles]);
        (GoalState goal, string reason) = Judge(run, job, morphology);
        return new NightSample
        {
            Name = record.Sample.Name, Description = Describe(record.Sample), Stub = record.Stub.Name, JobId = job?.JobId ?? "", RunId = record.RunId, Goal = goal, Reason = reason,
            ParticleGoal = record.Recipe.ParticleGoal, PrecisionPercent = Precision(record.Recipe), Recipe = RecipeName(record.Recipe),
            Particles = morphology?.ParticleCount ?? (run.Convergence.Count > 0 ? run.Convergence[^1].Particles : 0),
            ParticlesRejected = morphology is null ? 0 : Math.Max(morphology.BorderCount, (morphology.Classes?.Cut ?? 0) + (morphology.Classes?.Overlapped ?? 0)),
            TilesAccepted = tiles.Accepted, TilesExposed = tiles.Exposed,
            MedianDiameterNm = Figure(morphology?.DiameterNm.Median, morphology?.DiameterNm.MedianCi95), AspectRatio = Figure(morphology?.AspectRatio.Mean, morphology?.AspectRatio.MeanCi95),
            D10Nm = morphology?.DiameterNm.D10, D90Nm = morphology?.DiameterNm.D90, Ce1 = Figure(cell?.Ce1, cell?.Ce1Interval),
            Ce1Regression = regression is null ? null : new NightFigure(regression.Ce1, regression.Ce1 - NormalQuantile * regression.Rmse, regression.Ce1 + NormalQuantile * regression.Rmse),
            BeganAt = run.Within?.First, EndedAt = run.EndedAt,
            Convergence = run.Convergence.Count > 1 ? run.Convergence : await ConvergenceAsync(run, folder, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>“Reached” needs all of it: every step done, the particles counted, and the precision where it was asked for.</summary>
    private static (GoalState Goal, string Reason) Judge(NightRun run, QueuedJob? job, Morphology? morphology)
    {
        Recipe recipe = run.Record.Recipe;
        NightIncident? given = run.Incidents.All.LastOrDefault(incident => incident.Outcome == "sample_skipped" && incident.Cause != "run_failed");
        switch (run.State)
        {
            case RunState.Failed:
                return (given is null ? GoalState.Failed : GoalState.Skipped, JournalText.Sentence(run.EndReason));
            case RunState.Stopped or RunState.Running when job?.State == RunState.Cancelled:
                return (GoalState.Cancelled, $"Called off{(job.Reason.Length > 0 ? ": " + JournalText.Sentence(job.Reason) : ".")} What was counted is kept.");
            case RunState.Stopped when job is { State: RunState.Queued, Hold: null }:
                return (GoalState.NotRun, $"Begun, and put back by the schedule; it goes on by itself. {JournalText.Sentence(job.Reason.Length > 0 ? job.Reason : run.EndReason)}".TrimEnd());
            case RunState.Stopped:
                return (GoalState.Held, $"Stopped by {(run.StoppedBy.Length > 0 ? run.StoppedBy : "somebody")}. {JournalText.Sentence(run.EndReason)}".TrimEnd());
            case RunState.Completed when morphology is null:
                return (GoalState.BelowGoal, "The run says that it is complete, but its morphology cannot be read.");
            case RunState.Completed:
                break;
            default:
                return job?.State == RunState.Failed ? (GoalState.Failed, JournalText.Sentence(job.Reason)) : (GoalState.Running, run.AcquisitionReason.Length > 0 ? "Acquisition is done; the rest is being worked on." : "It is under way.");
        }

        string count = FormattableString.Invariant($"{morphology.ParticleCount} of {recipe.ParticleGoal} particles");
        bool isCounted = morphology.ParticleCount >= recipe.ParticleGoal;
        double diameter = Percent(morphology.DiameterNm.Median, morphology.DiameterNm.MedianCi95Sampling ?? morphology.DiameterNm.MedianCi95);
        double aspect = Percent(morphology.AspectRatio.Mean, morphology.AspectRatio.MeanCi95Sampling ?? morphology.AspectRatio.MeanCi95);
        string width = FormattableString.Invariant($"median diameter ±{diameter:0.0} %, mean aspect ratio ±{aspect:0.0} %");
        bool isPrecise = recipe.Precision == PrecisionPolicy.Reported || (run.GoalReached ?? (diameter <= recipe.PrecisionPercent && aspect <= recipe.PrecisionPercent));
        string asked = recipe.Precision == PrecisionPolicy.Reported ? "" : FormattableString.Invariant($" (asked ±{recipe.PrecisionPercent:0.##} %)");
        bool isReached = isCounted && isPrecise && run.GoalReached != false;
        string why = isReached || run.AcquisitionReason.Length == 0 ? "" : " " + JournalText.Sentence(run.AcquisitionReason);
        return (isReached ? GoalState.Reached : GoalState.BelowGoal, $"{count}; {width}{asked}.{why}");
    }

    /// <summary>Half the width of an interval in percent of the figure.</summary>
    private static double Percent(double value, double[] interval) => interval.Length == 2 && value != 0 ? 50 * (interval[1] - interval[0]) / Math.Abs(value) : double.NaN;

    private static NightFigure? Figure(double? value, double[]? interval)
        => value is { } figure && double.IsFinite(figure) ? new NightFigure(figure, interval is { Length: 2 } ? interval[0] : double.NaN, interval is { Length: 2 } ? interval[1] : double.NaN) : null;

    private static double? Precision(Recipe recipe) => recipe.Precision == PrecisionPolicy.Required ? recipe.PrecisionPercent : null;

    /// <summary>What a sample is: its own words, or else how it was made.</summary>
    internal static string Describe(Sample sample)
    {
        if (sample.Description.Length > 0) return sample.Description;
        string[] parts = [sample.Synthesis?.TemperatureC is { } temperature ? FormattableString.Invariant($"{temperature:0.#} °C") : "", sample.Synthesis?.DurationH is { } hours ? FormattableString.Invariant($"{hours:0.#} h") : ""];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string RecipeName(Recipe recipe) => FormattableString.Invariant($"{recipe.Name}, version {recipe.Version}");

    /// <summary>For runs that did not note their way: from the particles of the frames that count.</summary>
    private async Task<IReadOnlyList<ConvergencePoint>> ConvergenceAsync(NightRun run, RunFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            var analyses = new RunAnalyses(folder);
            var convergence = new MedianConvergence(folder.Record.Recipe.Seed);
            foreach (string frame in run.AcceptedFrames)
                if (await analyses.LoadAsync(frame, cancellationToken).ConfigureAwait(false) is { } seen) convergence.Add(seen);
            return convergence.Points;
        }
        catch (InputException unreadable)
        {
            problems.Add(unreadable.Message);
            return [];
        }
    }

    private async Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken) where T : class
    {
        if (!File.Exists(path)) return null;
        try
        {
            return await JsonFile.ReadAsync<T>(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InputException or IOException or UnauthorizedAccessException)
        {
            problems.Add(error.Message);
            return null;
        }
    }
}
