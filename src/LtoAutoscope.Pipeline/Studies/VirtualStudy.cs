using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Pipeline.Weeks;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>
/// A virtual study: syntheses drawn over a space of recipes, their powders grown by a stated model, imaged by the microscope in software, measured by the whole pipeline, their cells computed with noise.
/// What the pipeline measured is then related to what the cells gave. Everything is virtual; the data folder is an ordinary one that the dashboard opens.
/// </summary>
/// <param name="options">How.</param>
/// <param name="lab">Where the laboratory finds its parts; holder and recipes are the study's own.</param>
/// <param name="instrument">The configuration of the microscope in software; its port is filled in.</param>
/// <param name="data">The data folder; a study that was broken off goes on at its first unfinished sample.</param>
public sealed class VirtualStudy(StudyOptions options, LabOptions lab, InstrumentConfiguration instrument, DataFolder data)
{
    /// <summary>Name of the report in the data folder.</summary>
    public const string FileName = "study.json";

    /// <summary>Who queues the samples.</summary>
    public const string By = "the virtual study";

    private const double PixelsADiameter = 25;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10), LongestBatch = TimeSpan.FromHours(2);

    private string RecipesFolder => Path.Combine(data.Root, "study-recipes");

    private string OptionsPath => Path.Combine(data.Root, "study-options.json");

    /// <summary>Does what is not done yet, and evaluates.</summary>
    /// <param name="progress">Told what happens now; may be null.</param>
    /// <param name="cancellationToken">Ends it; finished samples are kept.</param>
    /// <exception cref="InputException">The folder holds another study.</exception>
    public async Task<StudyReport> RunAsync(IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        await RequireSameAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<StudySynthesis> plan = StudyPlan.Of(options);
        var watch = Stopwatch.StartNew();
        var time = new AcceleratedTime(options.TimeFactor);
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IGrouping<int, StudySynthesis> batch in plan.GroupBy(static synthesis => synthesis.Batch))
            await BatchAsync([.. batch], plan.Count, time, problems, progress, cancellationToken).ConfigureAwait(false);
        await CellsAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        double acquired = watch.Elapsed.TotalSeconds;
        IReadOnlyList<SamplePoint> points = await new CorrelationPoints(data).ReadAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string, CellTest> cells = (await new CellTestStore(data).ListAsync(null, cancellationToken).ConfigureAwait(false)).ToLookup(static cell => cell.SampleName, StringComparer.Ordinal);
        StudyRow[] rows = [.. plan.Select(synthesis => Row(synthesis, points.FirstOrDefault(point => point.Sample == synthesis.Name), [.. cells[synthesis.Name]], problems.GetValueOrDefault(synthesis.Name)))];
        progress?.Report((0.98, "evaluating"));
        StudyReport report = await StudyEvaluation.OfAsync(options, rows, points, cancellationToken).ConfigureAwait(false);
        report = report with { AcquisitionS = Math.Round(acquired, 1), WallS = Math.Round(watch.Elapsed.TotalSeconds, 1) };
        await JsonFile.WriteAsync(Path.Combine(data.Root, FileName), report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task RequireSameAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(OptionsPath) && !(await JsonFile.ReadAsync<StudyOptions>(OptionsPath, cancellationToken).ConfigureAwait(false)).IsSameStudyAs(options))
            throw new InputException("the folder holds a study with other options", OptionsPath, "Give the options of that file, or another --data folder");
        await JsonFile.WriteAsync(OptionsPath, options, cancellationToken).ConfigureAwait(false);
    }

    private async Task BatchAsync(
        IReadOnlyList<StudySynthesis> batch, int all, AcceleratedTime time, Dictionary<string, string> problems, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        HashSet<string> measured = await MeasuredAsync(cancellationToken).ConfigureAwait(false);
        if (batch.All(synthesis => measured.Contains(synthesis.Name))) return;
        foreach (StudySynthesis synthesis in batch) await WriteRecipeAsync(synthesis, cancellationToken).ConfigureAwait(false);
        var holder = new StudyHolder(batch, options.Seed);
        TwinHost twin = await TwinHost.StartAsync(
            new TwinOptions { SharkSemPort = 0, TimeFactor = options.TimeFactor, Seed = (ulong)(options.Seed + batch[0].Batch) }, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using var closing = twin.ConfigureAwait(false);
        var driver = new LabDriver(() => Create(holder.Map, twin, time), TimeProvider.System);
        await using var ending = driver.ConfigureAwait(false);
        await driver.StartAsync(cancellationToken).ConfigureAwait(false);
        var jobs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StudySynthesis synthesis in batch.Where(synthesis => !measured.Contains(synthesis.Name)))
            jobs[await JobAsync(driver, holder, synthesis, cancellationToken).ConfigureAwait(false)] = synthesis.Name;
        await FollowAsync(driver, jobs, batch[0].Number - 1, all, progress, cancellationToken).ConfigureAwait(false);
        foreach (QueuedJob job in driver.Jobs.Where(job => jobs.ContainsKey(job.JobId) && job.State != RunState.Completed))
        {
            problems[jobs[job.JobId]] = job.Reason.Length > 0 ? job.Reason : $"the job is {job.State.ToString().ToLowerInvariant()}";
            if (job.State is RunState.Queued or RunState.Stopped) await driver.Lab.CancelJobAsync(job.JobId, "The study went on without it.", By, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Samples that have a complete run.</summary>
    private async Task<HashSet<string>> MeasuredAsync(CancellationToken cancellationToken)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string runId in RunFolder.List(data))
        {
            RunFolder folder = await RunFolder.OpenAsync(data, runId, cancellationToken).ConfigureAwait(false);
            if (File.Exists(folder.ReportPath) && File.Exists(folder.MorphologyPath)) names.Add(folder.Record.Sample.Name);
        }

        return names;
    }

    private Task WriteRecipeAsync(StudySynthesis synthesis, CancellationToken cancellationToken) => AtomicFile.WriteTextAsync(Path.Combine(RecipesFolder, RecipeOf(synthesis) + ".yaml"), string.Create(CultureInfo.InvariantCulture, $"""
        name: {RecipeOf(synthesis)}
        particle_goal: {options.ParticleGoal}
        precision: reported
        maximum_frames: 40
        areas: 5
        seed: {options.Seed}
        exposure: {"{"} field_width_um: {options.WidthPx * synthesis.ExpectedDiameterNm / (1000 * PixelsADiameter):0.###}, width_px: {options.WidthPx}, height_px: {options.WidthPx * 3 / 4}, dwell_us: 3 {"}"}
        focus: {"{"} start_mm: 8 {"}"}
        cell_model: {"{"} fidelity: p2d, grid: 24, particles: 24, realisations: 1, rate_per_hour: {StudyCells.RatePerHour} {"}"}
        """), cancellationToken);

    private static string RecipeOf(StudySynthesis synthesis) => FormattableString.Invariant($"study-{synthesis.Number:000}");

    private Lab Create(HolderMap map, TwinHost twin, AcceleratedTime time)
    {
        InstrumentConfiguration here = instrument.At(twin.Endpoints.SharkSem);
        return new Lab(
            lab with { Holder = map, RecipesFolder = RecipesFolder, InstrumentTime = time, Conditions = null, Preflight = null }, here.Name,
            token => InstrumentFactory.ConnectAsync(here, TimeProvider.System, NullLoggerFactory.Instance, token), data, TimeProvider.System, NullLogger<Lab>.Instance);
    }

    /// <summary>The sample's unfinished job, or a new one.</summary>
    private static async Task<string> JobAsync(LabDriver driver, StudyHolder holder, StudySynthesis synthesis, CancellationToken cancellationToken)
    {
        if (driver.Jobs.LastOrDefault(job => job.Sample.Name == synthesis.Name && job.State is not (RunState.Completed or RunState.Failed or RunState.Cancelled)) is { } left) return left.JobId;
        var sample = new Sample
        {
            Name = synthesis.Name, Stub = FormattableString.Invariant($"{synthesis.Stub}"), Batch = synthesis.BatchName, ExpectedDiameterNm = synthesis.ExpectedDiameterNm,
            Description = "Virtual synthesis: recipe, powder and cells are computed, nothing was made or measured.",
            Synthesis = new Synthesis { TemperatureC = synthesis.Recipe.TemperatureC, Ph = synthesis.Recipe.Ph, PrecursorMolPerL = synthesis.Recipe.PrecursorMolPerL, DurationH = synthesis.Recipe.DurationH },
        };
        return (await driver.Lab.EnqueueAsync(
            new JobRequest { Sample = sample, RecipeName = RecipeOf(synthesis), Truth = holder.TruthOf(synthesis), Confirmed = true, AcceptsChangedRecipe = true }, By, cancellationToken).ConfigureAwait(false)).JobId;
    }

    private static async Task FollowAsync(
        LabDriver driver, Dictionary<string, string> jobs, int before, int all, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp(), quietSince = began;
        while (Stopwatch.GetElapsedTime(began) < LongestBatch)
        {
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<QueuedJob> mine = [.. driver.Jobs.Where(job => jobs.ContainsKey(job.JobId))];
            int done = mine.Count(static job => job.State is RunState.Completed or RunState.Failed or RunState.Cancelled);
            RunningView? running = driver.Lab.Current.Running;
            progress?.Report((0.95 * (before + done) / all, $"{(running is null ? driver.Lab.Current.StateDetail : $"{running.Job.Sample.Name} {running.Activity}")}"));
            if (done == mine.Count) return;
            if (driver.IsAtWork || mine.Any(static job => job.IsReady) && driver.Lab.Current.State is LabState.Ready or LabState.Running or LabState.Disconnected) quietSince = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(quietSince) > Quiet) return;
        }
    }

    /// <summary>Computes the cells that are not there yet.</summary>
    private async Task CellsAsync(IReadOnlyList<StudySynthesis> plan, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        var store = new CellTestStore(data);
        HashSet<string> there = [.. (await store.ListAsync(null, cancellationToken).ConfigureAwait(false)).GroupBy(static cell => cell.SampleName).Where(group => group.Count() >= options.Cells).Select(static group => group.Key)];
        var cells = new StudyCells(MaterialFile.Load(Path.Combine(lab.MaterialsFolder, "lto.yaml")), options);
        StudySynthesis[] missing = [.. plan.Where(synthesis => !there.Contains(synthesis.Name))];
        int done = 0;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = lab.Threads, CancellationToken = cancellationToken }, async (synthesis, token) =>
        {
            foreach (CellTest cell in cells.Measure(synthesis, TimeProvider.System.GetUtcNow(), token)) await store.SaveAsync(cell, token).ConfigureAwait(false);
            progress?.Report((0.95 + 0.03 * Interlocked.Increment(ref done) / missing.Length, $"cells of {synthesis.Name}"));
        }).ConfigureAwait(false);
    }

    private static StudyRow Row(StudySynthesis synthesis, SamplePoint? point, IReadOnlyList<CellTest> cells, string? problem) => new()
    {
        Synthesis = synthesis, RunId = point?.RunId, Particles = point?.Particles ?? 0, Cells = [.. cells.Select(static cell => cell.Ce1)], Model = point?.Model?.Value,
        Measured = point?.Quantities.Where(static pair => Learning.MorphologyFeatures.Known.ContainsKey(pair.Key)).ToDictionary(static pair => pair.Key, static pair => pair.Value.Value, StringComparer.Ordinal) ?? [],
        Problem = point is null ? problem ?? "there is no run of it" : null,
    };
}
