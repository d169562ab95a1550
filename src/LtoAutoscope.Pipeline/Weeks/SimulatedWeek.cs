using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Nights;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Weeks;

/// <summary>
/// A week without people: each evening a holder of powders is put in and queued, each night the laboratory works it off while faults strike at random, each morning what it claims is
/// held against files, doses and truth. Laboratory and microscope live in accelerated time; wires, disk and network do not.
/// </summary>
/// <param name="options">How.</param>
/// <param name="lab">Where the laboratory finds its parts; holder, recipes and schedule are the week's own.</param>
/// <param name="instrument">The configuration of the microscope in software; its port is filled in.</param>
/// <param name="data">The data folder; a week that was broken off goes on at its first unfinished night.</param>
public sealed class SimulatedWeek(WeekOptions options, LabOptions lab, InstrumentConfiguration instrument, DataFolder data)
{
    /// <summary>Name of the report in the data folder.</summary>
    public const string FileName = "week.json";

    private const int ScansASample = 60;
    private const string Recipe = "week";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestNight = TimeSpan.FromMinutes(60);

    /// <summary>Hears every event of the laboratory, as the alerts do. Default nobody.</summary>
    public Action<LabEvent> Told { get; init; } = static _ => { };

    /// <summary>Runs the nights that the data folder does not have yet.</summary>
    /// <param name="progress">Told what happens now; may be null.</param>
    /// <param name="cancellationToken">Ends the week; finished nights are kept.</param>
    public async Task<WeekReport> RunAsync(IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        string path = Path.Combine(data.Root, FileName);
        var nights = new List<WeekNight>();
        if (File.Exists(path) && await JsonFile.ReadAsync<WeekReport>(path, cancellationToken).ConfigureAwait(false) is { } before && before.Options == options) nights.AddRange(before.Nights);
        await WriteRecipeAsync(cancellationToken).ConfigureAwait(false);
        var time = new AcceleratedTime(options.TimeFactor);
        while (nights.Count < options.Nights)
        {
            nights.Add(await NightAsync(nights.Count, time, progress, cancellationToken).ConfigureAwait(false));
            await JsonFile.WriteAsync(path, new WeekReport(options, nights), cancellationToken).ConfigureAwait(false);
        }

        return new WeekReport(options, nights);
    }

    private string RecipesFolder => Path.Combine(data.Root, "week-recipes");

    private Task WriteRecipeAsync(CancellationToken cancellationToken) => AtomicFile.WriteTextAsync(Path.Combine(RecipesFolder, Recipe + ".yaml"), string.Create(CultureInfo.InvariantCulture, $"""
        name: {Recipe}
        particle_goal: {options.ParticleGoal}
        precision: {(options.PrecisionPercent > 0 ? "required" : "reported")}
        precision_percent: {(options.PrecisionPercent > 0 ? options.PrecisionPercent : 3)}
        maximum_frames: 40
        areas: 8
        seed: {options.Seed}
        exposure: {"{"} field_width_um: {4.0 * options.WidthPx / 1024:0.###}, width_px: {options.WidthPx}, height_px: {options.WidthPx * 3 / 4}, dwell_us: 3 {"}"}
        focus: {"{"} start_mm: 8 {"}"}
        errors: {"{"} wait_minutes: 60 {"}"}
        cell_model: {"{"} fidelity: p2d, grid: 16, particles: 12, realisations: 1 {"}"}
        """), cancellationToken);

    private async Task<WeekNight> NightAsync(int number, AcceleratedTime time, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        LeapTo(time, 18);
        var holder = new WeekHolder(unchecked(options.Seed * 101 + number), options.Samples);
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = 0, TimeFactor = options.TimeFactor, Seed = (ulong)(options.Seed + number) }, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using var closing = twin.ConfigureAwait(false);
        var told = new List<LabEvent>();
        void Hear(LabEvent happened)
        {
            lock (told) told.Add(happened);
            Told(happened);
        }

        var driver = new LabDriver(() => Create(holder.Map, twin, time, Hear), TimeProvider.System);
        await using var ending = driver.ConfigureAwait(false);
        await driver.StartAsync(cancellationToken).ConfigureAwait(false);
        List<string> jobs = await EveningAsync(driver, holder, number, cancellationToken).ConfigureAwait(false);
        LeapTo(time, 19);
        DateTimeOffset began = time.GetUtcNow();
        foreach ((string _, int _, string order) in WeekFaults.Of(options, number, options.Samples * ScansASample)) twin.Faults.Add(FaultOrder.Parse(order, "the week's faults"));

        var safety = new WeekSafety(twin.Microscope, () => driver.IsAtWork, TimeProvider.System);
        bool waited;
        await using (safety.ConfigureAwait(false))
        {
            waited = await NightlyAsync(driver, jobs, number, progress, cancellationToken).ConfigureAwait(false);
        }

        double hours = (time.GetUtcNow() - began).TotalHours;
        string[] struck = [.. twin.Faults.Struck.Select(fault => fault.Fault)];
        IReadOnlyList<QueuedJob> ended = [.. driver.Jobs.Where(job => jobs.Contains(job.JobId))];
        NightSummary summary = await driver.Lab.WriteNightAsync(began, cancellationToken).ConfigureAwait(false);
        await MorningAsync(driver, cancellationToken).ConfigureAwait(false);
        return await AuditAsync(number, ended, told, struck, safety.Found, summary, waited, hours, watch.Elapsed.TotalSeconds, cancellationToken).ConfigureAwait(false);
    }

    private Lab Create(HolderMap map, TwinHost twin, AcceleratedTime time, Action<LabEvent> hear)
    {
        InstrumentConfiguration here = instrument.At(twin.Endpoints.SharkSem);
        var made = new Lab(
            lab with
            {
                Holder = map, RecipesFolder = RecipesFolder, InstrumentTime = time, Conditions = new ConditionSettings(), Preflight = null,
                Schedule = new ScheduleSettings
                {
                    TimeZone = "UTC", Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00" }], Vent = [new VentDeadline { Name = "mornings", At = "08:00", Until = "18:00" }],
                },
            },
            here.Name, token => InstrumentFactory.ConnectAsync(here, TimeProvider.System, NullLoggerFactory.Instance, token), data, time, NullLogger<Lab>.Instance);
        made.Happened += hear;
        return made;
    }

    private async Task<List<string>> EveningAsync(LabDriver driver, WeekHolder holder, int number, CancellationToken cancellationToken)
    {
        var jobs = new List<string>();
        foreach (Stub stub in holder.Map.Stubs.Where(stub => stub.Grating is null))
        {
            var sample = new Sample
            {
                Name = FormattableString.Invariant($"N{number + 1}-S{stub.Name}"), Description = "A powder of the microscope in software.", Stub = stub.Name, ExpectedDiameterNm = Math.Round(holder.MedianNm[stub.Name]),
            };
            jobs.Add((await driver.Lab.EnqueueAsync(new JobRequest { Sample = sample, RecipeName = Recipe, Truth = holder.TruthOf(stub.Name), Confirmed = true, AcceptsChangedRecipe = true }, "the week", cancellationToken).ConfigureAwait(false)).JobId);
        }

        return jobs;
    }

    /// <summary>Lets the laboratory work until nothing is left to do, or nothing can be done without a person; once in the night its service is started anew.</summary>
    private async Task<bool> NightlyAsync(LabDriver driver, List<string> jobs, int number, IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp(), quietSince = began;
        int restartAfter = Math.Max(1, options.Samples / 3);
        bool restarted = false;
        while (Stopwatch.GetElapsedTime(began) < LongestNight)
        {
            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<QueuedJob> mine = [.. driver.Jobs.Where(job => jobs.Contains(job.JobId))];
            int done = mine.Count(job => job.State is RunState.Completed or RunState.Failed);
            RunningView? running = driver.Lab.Current.Running;
            progress?.Report(((number + (double)done / options.Samples) / options.Nights, FormattableString.Invariant($"night {number + 1}: {done} of {options.Samples} samples, {(running is null ? driver.Lab.Current.StateDetail : $"{running.Job.Sample.Name} {running.Activity}")}")));
            if (!restarted && done >= restartAfter && driver.IsAtWork)
            {
                restarted = true;
                await driver.RestartAsync(cancellationToken).ConfigureAwait(false);
            }

            if (driver.IsAtWork || mine.Any(job => job.State == RunState.Queued && job.Hold is null) && driver.Lab.Current.State is LabState.Ready or LabState.Running or LabState.Disconnected) quietSince = Stopwatch.GetTimestamp();
            if (done == mine.Count || Stopwatch.GetElapsedTime(quietSince) > Quiet) return done < mine.Count;
        }

        return true;
    }

    /// <summary>A person comes, takes the holder out and clears what is left of the queue.</summary>
    private static async Task MorningAsync(LabDriver driver, CancellationToken cancellationToken)
    {
        foreach (QueuedJob job in driver.Jobs.Where(job => job.State is RunState.Queued or RunState.Stopped))
            await driver.Lab.CancelJobAsync(job.JobId, "The holder was exchanged in the morning.", "the week", cancellationToken).ConfigureAwait(false);
        foreach (QueuedJob job in driver.Jobs.Where(job => job.State is RunState.Stopped)) await driver.Lab.RemoveJobAsync(job.JobId, "the week", cancellationToken).ConfigureAwait(false);
    }

    private async Task<WeekNight> AuditAsync(
        int number, IReadOnlyList<QueuedJob> jobs, List<LabEvent> told, string[] faults, IReadOnlyList<string> unsafeStates, NightSummary summary, bool waited, double hours, double wallS, CancellationToken cancellationToken)
    {
        var audits = new List<RunAudit>();
        foreach (QueuedJob job in jobs) audits.Add(await NightAudit.OfAsync(data, job, cancellationToken).ConfigureAwait(false));
        HashSet<string> heard;
        lock (told) heard = [.. told.Where(happened => happened.IncidentId is not null).Select(happened => $"{happened.RunId}/{happened.IncidentId}")];
        return new WeekNight
        {
            Night = number + 1, Date = summary.Date, Samples = jobs.Count, Reached = audits.Count(audit => audit.Reached), Particles = audits.Sum(audit => audit.Particles), Tiles = audits.Sum(audit => audit.Tiles),
            Accepted = audits.Sum(audit => audit.Accepted), Redone = audits.Sum(audit => audit.Redone), Rejected = audits.Sum(audit => audit.Tiles - audit.Accepted),
            Incidents = audits.Sum(audit => audit.Incidents.Count), Told = audits.Sum(audit => audit.Incidents.Count(heard.Contains)), Faults = faults, Losses = [.. audits.SelectMany(audit => audit.Losses)],
            UnsafeStates = unsafeStates, WrongSuccesses = [.. audits.Select(audit => audit.WrongSuccess).OfType<string>()], Misses = [.. audits.Select(audit => audit.Miss).OfType<string>()],
            WaitedForPerson = waited, Headline = summary.Headline, InstrumentHours = Math.Round(hours, 2), WallS = Math.Round(wallS, 1),
        };
    }

    private static void LeapTo(AcceleratedTime time, int hour)
    {
        DateTimeOffset now = time.GetUtcNow(), then = new(now.Date.AddHours(hour), TimeSpan.Zero);
        if (then <= now) then = then.AddDays(1);
        time.Leap(then - now);
    }
}
