using System.Diagnostics;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Doses;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>
/// Rehearses a queue in seconds: every job is planned as the run engine plans it, its ways are driven on the twin's stage, lens and scan behind the rules of the interlock, its dose is laid
/// over the ledger's, its files over the free space, and its time is drawn from what past runs took. What cannot work is refused by name; what may fail is a warning.
/// </summary>
/// <remarks>Of the twin the models are driven, not its wire: no picture is made, and what a picture would show (contamination, charging, an empty place) is not foreseen.</remarks>
public static class Rehearser
{
    private const double Hopeless = 0.02;
    private const double Doubtful = 0.9;
    private const double Gibibyte = 1L << 30;

    /// <summary>Rehearses.</summary>
    /// <param name="jobs">The jobs in the order in which they would be worked off; those that are done are left out by the caller.</param>
    /// <param name="setting">What is around them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Share that is done, with the sample; or null.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    public static async Task<RehearsalReport> RunAsync(
        IReadOnlyList<RehearsalJob> jobs, RehearsalSetting setting, TimeProvider time, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(time);
        long began = Stopwatch.GetTimestamp();
        DateTimeOffset now = time.GetUtcNow();
        var findings = new List<RehearsalFinding>();
        JobRehearsal[] rehearsals = [.. jobs.Select(job => new JobRehearsal(setting, job, findings))];
        for (int i = 0; i < jobs.Count; i++)
        {
            await CheckPartsAsync(jobs[i], setting, findings, cancellationToken).ConfigureAwait(false);
            rehearsals[i].MakePlan();
        }

        JobLoad?[] loads = [.. rehearsals.Select(rehearsal => rehearsal.Load())];
        NightForecast night = NightForecaster.Forecast([.. loads.OfType<JobLoad>()], now, setting.Hours, cancellationToken: cancellationToken);
        Dictionary<string, JobForecast> forecasts = night.Jobs.ToDictionary(job => job.JobId, StringComparer.Ordinal);
        var twin = new TwinDrive(setting.Instrument.Envelope, setting.Holder, setting.Twin, Start(setting), IsInterruptible(setting.Instrument));
        double? current = setting.ProbeCurrentPa ?? setting.Times.Runs.Where(run => run.Instrument == setting.Instrument.Name).Select(run => run.ProbeCurrentPa).LastOrDefault(pa => pa is not null)
            ?? (setting.Instrument.IsSimulated ? setting.Twin.Column.ProbeCurrentPa : null);
        var ledgers = new Dictionary<string, DoseMap>(StringComparer.Ordinal);
        var rehearsed = new List<RehearsedJob>(jobs.Count);
        for (int i = 0; i < jobs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            QueuedJob job = jobs[i].Job;
            progress?.Report(((double)i / jobs.Count, job.Sample.Name));
            JobForecast? forecast = forecasts.GetValueOrDefault(job.JobId);
            (double mm, double movingS, double seconds) = (twin.TravelledMm, twin.MovingS, twin.Seconds);
            IReadOnlyList<RehearsedPlace> places = [];
            if (rehearsals[i].Plan.Count > 0)
            {
                rehearsals[i].Drive(twin, cancellationToken);
                if (!ledgers.TryGetValue(job.Sample.Name, out DoseMap? ledger)) ledgers[job.Sample.Name] = ledger = await LedgerAsync(setting.Data, job, findings, cancellationToken).ConfigureAwait(false);
                places = rehearsals[i].Doses(ledger, current, forecast?.Tiles.P50 ?? 0, now);
            }

            if (forecast is not null) CheckForecast(job, forecast, night.Deadline, findings);
            rehearsed.Add(new RehearsedJob
            {
                JobId = job.JobId, Sample = job.Sample.Name, Recipe = Recipe(job), Stub = job.Stub.Name, State = job.State, Forecast = forecast, Places = places,
                TravelMm = twin.TravelledMm - mm, TravelS = twin.MovingS - movingS, TwinS = twin.Seconds - seconds,
            });
        }

        CheckStubs(jobs, findings);
        (SpanRange bytes, long free) = CheckDisk(setting, night, jobs, findings);
        CheckTimes(setting, jobs, findings);
        return new RehearsalReport
        {
            At = now, Instrument = setting.Instrument.Name, Holder = setting.Holder.Name, CanWork = !findings.Exists(finding => finding.Kind == FindingKind.Refused), EndsBetween = night.EndsBetween,
            Deadline = night.Deadline, ChanceByDeadline = night.ChanceByDeadline, Findings = [.. findings.OrderBy(finding => finding.Kind)], DiskBytes = bytes, FreeBytes = free, TravelMm = twin.TravelledMm, Moves = twin.Moves,
            Jobs = [.. rehearsed.Select(job => job with { CanWork = !findings.Exists(finding => finding.Kind == FindingKind.Refused && finding.JobId == job.JobId) })],
            SmallestGapMm = double.IsFinite(twin.SmallestGapMm) ? twin.SmallestGapMm : null, RunsLearned = setting.Times.Runs.Count(run => run.Instrument == setting.Instrument.Name),
            WallS = Stopwatch.GetElapsedTime(began).TotalSeconds,
        };
    }

    private static string Recipe(QueuedJob job) => FormattableString.Invariant($"{job.Recipe.Name} v{job.Recipe.Version}");

    private static StagePosition Start(RehearsalSetting setting)
    {
        if (setting.Position is { } known) return known;
        StageTarget safe = setting.Instrument.Park.SafePosition ?? default;
        double z = Math.Clamp(setting.Twin.ReferenceZMm, setting.Instrument.Envelope.Limits.Z.Low, setting.Instrument.Envelope.Limits.Z.High);
        return safe.From(new StagePosition(0, 0, z, 0, 0));
    }

    /// <summary>Whether a stop ends a move under way: where that is not known, the shorter steps are rehearsed.</summary>
    private static bool IsInterruptible(InstrumentConfiguration instrument)
    {
        if (instrument.Stage.Protocol == InstrumentConfiguration.SharkSemProtocol) return true;
        if (instrument.Stage.Protocol == InstrumentConfiguration.Xl30Protocol) return false;
        try
        {
            return ProtocolLibrary.Load(instrument.Stage.Protocol, instrument.ProtocolFolders).Stop.InterruptsMoves;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static async Task CheckPartsAsync(RehearsalJob entry, RehearsalSetting setting, List<RehearsalFinding> findings, CancellationToken cancellationToken)
    {
        QueuedJob job = entry.Job;
        void Refuse(string check, string reason, string remedy) => findings.Add(new RehearsalFinding(FindingKind.Refused, check, job.JobId, job.Sample.Name, reason, remedy));
        if (entry.Problem is { } problem) Refuse("sample", problem, "Load and confirm the sample on its stub, or let the job go");
        if (setting.Holder.Find(job.Stub.Name) is not { } stub) Refuse("sample", $"the holder '{setting.Holder.Name}' has no stub '{job.Stub.Name}'", "Use the holder for which the job was queued, or queue it again");
        else if (Math.Abs(stub.XMm - job.Stub.XMm) > 1e-3 || Math.Abs(stub.YMm - job.Stub.YMm) > 1e-3) Refuse("sample", FormattableString.Invariant($"stub '{stub.Name}' lies at x {stub.XMm:0.###}, y {stub.YMm:0.###} mm on the holder of today, and at x {job.Stub.XMm:0.###}, y {job.Stub.YMm:0.###} mm when the job was queued"), "Queue the job again");
        if (job.Recipe.Calibration.Check == CalibrationPolicy.Required && setting.Holder.Stubs.All(each => each.Grating is null))
            Refuse("calibration", $"the recipe requires a calibration, and the holder '{setting.Holder.Name}' has no calibration stub", "Use a holder with a grating, or set calibration.check to where_possible");
        await TryAsync("model", () => new RunModels(setting.ModelsFolder, setting.Data, setting.ModelPath).ForNewAsync(job.Recipe.Segmentation, $"recipe '{job.Recipe.Name}'", cancellationToken)).ConfigureAwait(false);
        await TryAsync("material", () => Task.Run(() => new MaterialLibrary(setting.MaterialsFolder).Load(job.Sample.Material), cancellationToken)).ConfigureAwait(false);
        if (!File.Exists(setting.RegressionModel)) Refuse("model", $"the regression of Coulombic efficiency is missing ({setting.RegressionModel})", "Put the file there");

        async Task TryAsync<T>(string check, Func<Task<T>> load)
        {
            try
            {
                await load().ConfigureAwait(false);
            }
            catch (InputException input)
            {
                Refuse(check, $"{input.What} ({input.Where})", input.Remedy);
            }
            catch (IOException gone)
            {
                Refuse(check, gone.Message, "Put the file there");
            }
        }
    }

    private static void CheckForecast(QueuedJob job, JobForecast forecast, DateTimeOffset? deadline, List<RehearsalFinding> findings)
    {
        void Add(FindingKind kind, string check, string reason, string remedy) => findings.Add(new RehearsalFinding(kind, check, job.JobId, job.Sample.Name, reason, remedy));
        if (forecast.StartsBetween is null) Add(FindingKind.Refused, "hours", "it would not begin within the hours in at least half of the likely courses", "Move it up, shorten the jobs before it, or widen the hours");
        else if (deadline is { } free && forecast.StartsBetween is { Early: var early } && early >= free) Add(FindingKind.Warning, "hours", FormattableString.Invariant($"it is left for later: it would begin only at {early:u}, after the instrument was free at {free:u}"), "Move it up, lower the goals before it, or leave it for the next night");
        else if (deadline is { } limit && forecast.ChanceByDeadline < Hopeless) Add(FindingKind.Refused, "hours", FormattableString.Invariant($"it would not be done by {limit:u} (chance {100 * forecast.ChanceByDeadline:0} %; {OperationText.Of(forecast.Dominant)} takes {100 * forecast.DominantShare:0} % of it)"), "Move it up, lower its goal, or leave it for the next night");
        else if (deadline is { } end && forecast.ChanceByDeadline < Doubtful) Add(FindingKind.Warning, "hours", FormattableString.Invariant($"it is done by {end:u} with a chance of {100 * forecast.ChanceByDeadline:0} %"), "Move it up, or lower its goal");
        if (forecast.ChanceOfGoal >= Doubtful) return;
        string tiles = FormattableString.Invariant($"{forecast.Tiles.P10:0} to {forecast.Tiles.P90:0} tiles bring {forecast.Particles.P10:0} to {forecast.Particles.P90:0} particles; the goal of {job.Recipe.ParticleGoal}{(job.Recipe.Precision == PrecisionPolicy.Required ? $" at ±{job.Recipe.PrecisionPercent:0.#} %" : "")} is reached with a chance of {100 * forecast.ChanceOfGoal:0} %");
        Add(forecast.ChanceOfGoal < Hopeless && forecast.RunsBehind >= 1 ? FindingKind.Refused : FindingKind.Warning, "goal", tiles, "Raise maximum_frames or maximum_minutes, widen the field, or lower the goal");
    }

    private static async Task<DoseMap> LedgerAsync(DataFolder data, QueuedJob job, List<RehearsalFinding> findings, CancellationToken cancellationToken)
    {
        var map = new DoseMap();
        try
        {
            foreach (DoseEntry entry in await DoseLedger.ReadAsync(data, job.Sample.Name, cancellationToken).ConfigureAwait(false)) map.Add(entry);
        }
        catch (InputException damaged)
        {
            findings.Add(new RehearsalFinding(FindingKind.Refused, "dose", job.JobId, job.Sample.Name, $"the dose ledger cannot be read: {damaged.What} ({damaged.Where})", damaged.Remedy));
        }

        return map;
    }

    private static void CheckStubs(IReadOnlyList<RehearsalJob> jobs, List<RehearsalFinding> findings)
    {
        foreach (IGrouping<string, QueuedJob> stub in jobs.Select(entry => entry.Job).GroupBy(job => job.Stub.Name, StringComparer.OrdinalIgnoreCase))
        {
            string[] samples = [.. stub.Select(job => job.Sample.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (samples.Length < 2) continue;
            foreach (QueuedJob job in stub)
                findings.Add(new RehearsalFinding(FindingKind.Refused, "sample", job.JobId, job.Sample.Name, $"stub '{stub.Key}' is to hold {string.Join(" and ", samples)} in one night", "Give each sample its own stub, or take one of the jobs out"));
        }
    }

    private static (SpanRange Bytes, long Free) CheckDisk(RehearsalSetting setting, NightForecast night, IReadOnlyList<RehearsalJob> jobs, List<RehearsalFinding> findings)
    {
        long free = setting.Data.FreeBytes;
        double low = 0, high = 0, middle = 0, room = free - setting.ReserveBytes;
        bool isTold = false;
        foreach (JobForecast job in night.Jobs)
        {
            (low, middle, high) = (low + job.Bytes.P10, middle + job.Bytes.P50, high + job.Bytes.P90);
            if (isTold || high <= room) continue;
            isTold = true;
            FindingKind kind = low > room ? FindingKind.Refused : FindingKind.Warning;
            findings.Add(new RehearsalFinding(kind, "disk", job.JobId, jobs.First(entry => entry.Job.JobId == job.JobId).Job.Sample.Name,
                FormattableString.Invariant($"{free / Gibibyte:0.00} GiB are free, of which {setting.ReserveBytes / Gibibyte:0.00} GiB are kept back; with this job the night needs {low / Gibibyte:0.00} to {high / Gibibyte:0.00} GiB"), "Make room on the disk, move old runs away, or take jobs out"));
        }

        return (new SpanRange(low, middle, high), free);
    }

    private static void CheckTimes(RehearsalSetting setting, IReadOnlyList<RehearsalJob> jobs, List<RehearsalFinding> findings)
    {
        int known = setting.Times.Runs.Count(run => run.Instrument == setting.Instrument.Name);
        if (jobs.Count > 0 && known < 3) findings.Add(new RehearsalFinding(FindingKind.Note, "times", "", "", $"{known} finished runs of instrument '{setting.Instrument.Name}' are known: the ranges of time and space are wide and rest on estimates", "They narrow with every run"));
        if (setting.Position is null && jobs.Count > 0) findings.Add(new RehearsalFinding(FindingKind.Note, "interlock", "", "", "where the stage stands is not known: the rehearsal begins at the safe position", "Rehearse against the running daemon, which reads it"));
    }
}
