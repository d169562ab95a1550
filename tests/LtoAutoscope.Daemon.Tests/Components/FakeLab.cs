using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>A laboratory in memory with plausible data; records the commands that it was given.</summary>
internal sealed partial class FakeLab : ILab
{
    /// <summary>The smallest grey JPEG, 1 × 1.</summary>
    public static readonly byte[] SmallJpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==");

    private readonly Dictionary<string, FakeRun> _runs = [];

    public FakeLab(DateTimeOffset now, LabState state = LabState.Running)
    {
        Now = now;
        Samples = [.. new[]
        {
            ("LTO-0412-A", "750 °C, 12 h", "1", 68.0), ("LTO-0412-B", "800 °C, 12 h", "2", 84.0), ("LTO-0412-C", "850 °C, 12 h", "3", 148.0),
            ("LTO-0412-D", "900 °C, 6 h", "4", 180.0), ("AMPIS-Ti", "metal powder, real micrographs", "5", 0.0),
        }.Select(s => new Sample { Name = s.Item1, Description = s.Item2, Stub = s.Item3, ExpectedDiameterNm = s.Item4 > 0 ? s.Item4 : null, ScaleNote = s.Item1.StartsWith("AMPIS", StringComparison.Ordinal) ? "stand-in scale of 5 nm a pixel" : null })];
        Add(new FakeRun("20261122-195200-LTO-0412-A", Samples[0], now.AddMinutes(-142), 16, 1, 68, true));
        Add(new FakeRun("20261122-204100-LTO-0412-B", Samples[1], now.AddMinutes(-93), 18, 2, 84, true));
        Running = new FakeRun("20261122-213000-LTO-0412-C", Samples[2], now.AddMinutes(-12), 13, 3, 148, false);
        Add(Running);
        Current = Snapshot(state);
    }

    public DateTimeOffset Now { get; }

    public IReadOnlyList<Sample> Samples { get; set; }

    public FakeRun Running { get; }

    /// <summary>Makes the picture of a frame; the default is one grey pixel.</summary>
    public Func<FrameOutlines, byte[]> Preview { get; set; } = _ => SmallJpeg;

    /// <summary>Commands as they came, such as “pause frame admin”.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Samples as they were registered.</summary>
    public List<Sample> Registered { get; } = [];

    /// <summary>When set, a stop answers only when this completes.</summary>
    public TaskCompletionSource<StopReport>? StopAnswer { get; set; }

    public LabSnapshot Current { get; private set; }

    public event Action? Changed;

    public int Subscribers => Changed?.GetInvocationList().Length ?? 0;

    public IReadOnlyList<string> RecipeNames => ["standard", "quick"];

    public HolderMap Holder { get; } = new()
    {
        Name = "H-09",
        Stubs = [.. Enumerable.Range(0, 9).Select(i => i == 8
            ? new Stub("9", 0, 0, 5.5)
            : new Stub($"{i + 1}", Math.Round(22 * Math.Cos((i - 3) * Math.PI / 4), 3), Math.Round(22 * Math.Sin((i - 3) * Math.PI / 4), 3), 5.5))],
    };

    public void Change(Func<LabSnapshot, LabSnapshot> change)
    {
        Current = change(Current);
        Changed?.Invoke();
    }

    public Task<IReadOnlyList<RunSummary>> ListRunsAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<RunSummary>>([.. _runs.Values.Select(r => r.Summary).OrderByDescending(r => r.CreatedAt)]);

    public Task<RunDetail?> ReadRunAsync(string runId, CancellationToken cancellationToken) => Task.FromResult(_runs.GetValueOrDefault(runId)?.Detail);

    public Task<byte[]?> ReadFramePreviewAsync(string runId, string frameId, CancellationToken cancellationToken)
        => Task.FromResult(_runs.GetValueOrDefault(runId)?.Outlines.GetValueOrDefault(frameId) is { } outlines ? Preview(outlines) : null);

    public Task<FrameOutlines?> ReadFrameOutlinesAsync(string runId, string frameId, CancellationToken cancellationToken)
        => Task.FromResult(_runs.GetValueOrDefault(runId)?.Outlines.GetValueOrDefault(frameId));

    public Task<Stream?> OpenRunFileAsync(string runId, string relativePath, CancellationToken cancellationToken)
        => Task.FromResult<Stream?>(_runs.ContainsKey(runId) && relativePath is "particles.csv" or "report.html" ? new MemoryStream("particle_id,frame\n"u8.ToArray()) : null);

    /// <summary>Where runs lie that are more than invented; null for none.</summary>
    public DataFolder? Folder { get; set; }

    public async Task<RunFolder?> OpenRunFolderAsync(string runId, CancellationToken cancellationToken)
        => Folder is not null && RunId.IsValid(runId) && File.Exists(Path.Combine(Folder.RunPath(runId), RunFolder.RecordName)) ? await RunFolder.OpenAsync(Folder, runId, cancellationToken) : null;

    public async Task<StopReport> StopAsync(string by, CancellationToken cancellationToken)
    {
        Commands.Add($"stop {by}");
        Change(c => c with { LastStop = new StopView(by, Now, null) });
        var report = StopAnswer is { } answer ? await answer.Task : new StopReport(true, true, true, TimeSpan.FromMilliseconds(4));
        Change(c => c with { State = LabState.Paused, StateDetail = $"stopped by {by}", LastStop = new StopView(by, Now, report) });
        return report;
    }

    public Task PauseAsync(bool afterSample, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"pause {(afterSample ? "sample" : "frame")} {by}");
        Change(c => c with { State = LabState.Pausing, StateDetail = afterSample ? "after this sample" : "after this frame" });
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string by, CancellationToken cancellationToken)
    {
        Commands.Add($"resume {by}");
        Change(c => c with { State = LabState.Running, StateDetail = "LTO-0412-C · frame 14", LastStop = null });
        return Task.CompletedTask;
    }

    public Task<StopReport> ParkAsync(string by, CancellationToken cancellationToken)
    {
        Commands.Add($"park {by}");
        return Task.FromResult(new StopReport(true, true, true, TimeSpan.FromMilliseconds(4), ""));
    }

    public Task<JobView?> AbortAsync(string by, CancellationToken cancellationToken)
    {
        Commands.Add($"abort {by}");
        return Task.FromResult<JobView?>(null);
    }

    public Task SkipSampleAsync(string by, CancellationToken cancellationToken)
    {
        Commands.Add($"skip {by}");
        return Task.CompletedTask;
    }

    public Task<JobView> EnqueueAsync(JobRequest request, string by, CancellationToken cancellationToken)
    {
        (Sample sample, string recipeName) = (request.Sample ?? throw new InputException($"no sample '{request.SampleName}' is registered", "sample", "Register it"), request.RecipeName);
        if (Holder.Find(sample.Stub) is null) throw new InputException($"the holder has no stub '{sample.Stub}'", "stub", "Choose one of 1 to 9");
        if (!RecipeNames.Contains(recipeName)) throw new InputException($"there is no recipe '{recipeName}'", "recipe", "Choose standard or quick");
        Commands.Add($"enqueue {sample.Name} {recipeName} {by}{(request.Confirmed ? " confirmed" : "")}");
        var job = Job($"job-{Current.Queue.Count + 1}", sample, RunState.Queued) with { By = by, IsConfirmed = request.Confirmed, Priority = request.Priority, Window = request.Window, Goal = request.Goal, Hold = request.Proposed ? new JobHold(by, Now, "Proposed", HoldCause.Approval) : null };
        Change(c => c with { Queue = [.. c.Queue, job] });
        return Task.FromResult(job);
    }

    public Task<JobView> PlanAsync(PlanRequest request, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"plan {request.Sample.Name} {request.RecipeName} {by}");
        var job = Job($"job-{Current.Queue.Count + 1}", request.Sample with { Stub = "1" }, RunState.Queued) with { By = by, Priority = request.Priority, Hold = new JobHold(by, Now, "Planned", HoldCause.Planned) };
        Change(c => c with { Queue = [.. c.Queue, job] });
        return Task.FromResult(job);
    }

    public Task<JobView> MoveJobAsync(string jobId, int by, string person, CancellationToken cancellationToken)
    {
        Commands.Add($"move {jobId} {by} {person}");
        var jobs = Current.Queue.ToList();
        int at = jobs.FindIndex(j => j.JobId == jobId);
        if (at + by >= 0 && at + by < jobs.Count && jobs[at + by].State == RunState.Queued)
        {
            (jobs[at], jobs[at + by]) = (jobs[at + by], jobs[at]);
            Change(c => c with { Queue = jobs });
        }

        return Task.FromResult(Current.Queue.Single(j => j.JobId == jobId));
    }

    public Task RemoveJobAsync(string jobId, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"remove {jobId} {by}");
        Change(c => c with { Queue = [.. c.Queue.Where(j => j.JobId != jobId)] });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobView>> CopyJobAsync(string jobId, int count, bool proposed, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"copy {jobId} {count} {by}");
        JobView original = Current.Queue.Single(j => j.JobId == jobId);
        JobView[] copies = [.. Enumerable.Range(1, count).Select(i => original with { JobId = $"{jobId}-{i}", State = RunState.Queued, RunId = null, CopyOf = jobId })];
        Change(c => c with { Queue = [.. c.Queue, .. copies] });
        return Task.FromResult<IReadOnlyList<JobView>>(copies);
    }

    public Task<JobView> ApproveJobAsync(string jobId, string by, CancellationToken cancellationToken) => Told($"approve {jobId} {by}", jobId, job => job with { Hold = null, WaitsFor = "" });

    public Task<JobView> MoveJobToAsync(string jobId, int place, string by, CancellationToken cancellationToken) => Told($"place {jobId} {place} {by}", jobId, job => job);

    public Task<JobView> MoveJobNextAsync(string jobId, string by, CancellationToken cancellationToken) => Told($"next {jobId} {by}", jobId, job => job);

    public Task<JobView> HoldJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken)
        => Told($"hold {jobId} {by}", jobId, job => job.State == RunState.Queued
            ? job with { Hold = new JobHold(by, Now, reason, HoldCause.Person), WaitsFor = reason }
            : throw new InputException($"the job is {job.State}", jobId, "Hold a waiting one"));

    public Task<JobView> ResumeJobAsync(string jobId, string by, CancellationToken cancellationToken) => Told($"resume {jobId} {by}", jobId, job => job with { Hold = null, WaitsFor = "", State = RunState.Queued });

    public Task<JobView> CancelJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken) => Told($"cancel {jobId} {by}", jobId, job => job with { State = RunState.Cancelled, Reason = reason });

    public Task<JobView> ChangeJobAsync(string jobId, int? priority, JobWindow? window, string by, CancellationToken cancellationToken)
        => Told($"change {jobId} {priority} {by}", jobId, job => job with { Priority = priority ?? job.Priority, Window = window ?? job.Window });

    public Task<IReadOnlyList<SampleView>> ListSamplesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SampleView>>([.. Samples.Select(sample => new SampleView(sample, [], null))]);

    public Task<SampleView?> ReadSampleAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(Samples.FirstOrDefault(sample => sample.Name == name) is { } sample ? new SampleView(sample, [], null) : null);

    public Task<IReadOnlyList<DoseEntry>> ReadDosesAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<DoseEntry>>([new DoseEntry(Now, "run", "frame a01-f0001", Holder.Stubs[0].XMm, Holder.Stubs[0].YMm, 12, 9, 40)]);

    public Task<SampleView> RegisterSampleAsync(Sample sample, CancellationToken cancellationToken)
    {
        Commands.Add($"register {sample.Name}");
        Registered.Add(sample);
        return Task.FromResult(new SampleView(sample, [], null));
    }

    public Task<SampleView> AddCellTestAsync(CellTest test, CancellationToken cancellationToken)
    {
        Commands.Add($"cell {test.CellName}");
        return Task.FromResult(new SampleView(Samples.Single(sample => sample.Name == test.SampleName), [test], null));
    }

    public Task<LoadedSample> LoadSampleAsync(string name, string stub, bool confirmed, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"load {name} {stub} {by}");
        return Task.FromResult(new LoadedSample(name, stub, by, Now, confirmed ? by : null, confirmed ? Now : null));
    }

    public Task UnloadSampleAsync(string name, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"unload {name} {by}");
        return Task.CompletedTask;
    }

    public Task<LoadedSample> ConfirmSampleAsync(string name, string by, CancellationToken cancellationToken)
    {
        Commands.Add($"confirm {name} {by}");
        Change(c => c with { Queue = [.. c.Queue.Select(job => job.Sample.Name == name ? job with { IsConfirmed = true } : job)] });
        return Task.FromResult(new LoadedSample(name, "1", by, Now, by, Now));
    }

    private Task<JobView> Told(string command, string jobId, Func<JobView, JobView> change)
    {
        JobView changed = change(Current.Queue.Single(job => job.JobId == jobId));
        Commands.Add(command);
        Change(c => c with { Queue = [.. c.Queue.Select(job => job.JobId == jobId ? changed : job)] });
        return Task.FromResult(changed);
    }

    public JobView Job(string id, Sample sample, RunState state) => new()
    {
        JobId = id, Sample = sample, Recipe = new Recipe { Name = "standard" }, State = state, By = "Cell lab", AddedAt = Now.AddHours(-3), IsConfirmed = true,
    };

    private void Add(FakeRun run) => _runs[run.Detail.Record.RunId] = run;

    private JobView Done(int index, string runId)
        => Job($"job-{index + 1}", Samples[index], RunState.Completed) with
        {
            RunId = runId, Particles = _runs[runId].Particles.Count, StartedAt = Now.AddMinutes(-142 + 49 * index), EndedAt = Now.AddMinutes(-101 + 49 * index),
        };

    private LabSnapshot Snapshot(LabState state)
    {
        bool busy = state is LabState.Running or LabState.Pausing or LabState.Paused or LabState.Faulted;
        var job = Job("job-3", Samples[2], RunState.Running) with
        {
            RunId = Running.Detail.Record.RunId, Particles = Running.Particles.Count, StartedAt = Now.AddMinutes(-12), EndsBetween = (Now.AddMinutes(14), Now.AddMinutes(22)),
        };
        var next = new FrameView(
            job.RunId, Running.Frames[^1].Metadata with { FrameId = "a04-f0014" }, FrameVerdict.Pending, "being exposed", null, null, "");
        return new LabSnapshot
        {
            State = state,
            StateDetail = state switch
            {
                LabState.Running => "LTO-0412-C · frame a04-f0014", LabState.Faulted => "stage did not arrive", LabState.Paused => "paused by admin",
                LabState.Ready => "queue empty", LabState.Pausing => "after this frame", _ => "trying 127.0.0.1:8300 every 5 s",
            },
            Instrument = state == LabState.Disconnected ? new InstrumentView { Name = "SEM 1" } : new InstrumentView
            {
                Name = "SEM 1", IsSimulated = true, IsConnected = true, Beam = BeamState.On, Blanked = state != LabState.Running, EnergyKv = 5, ProbeCurrentPa = 98, Vacuum = VacuumState.Ready,
                PressurePa = 3.1e-4, Position = new StagePosition(15.556, -15.4, 0.2, 0, 0), Motion = StageMotion.Idle, WorkingDistanceMm = 5.12, ReadAt = Now.AddSeconds(-0.8), ControlledBy = "queue",
            },
            Running = !busy ? null : new RunningView
            {
                RunId = job.RunId, Job = job, Step = RunStep.Acquiring, Activity = "exposing frame a04-f0014", StepProgress = 0.62, ScanProgress = 0.4, Particles = Running.Particles.Count,
                MedianDiameterNm = Running.Convergence[^1].Median, MedianInterval = (Running.Convergence[^1].Low, Running.Convergence[^1].High), Convergence = Running.Convergence,
                Frames = [.. Running.Frames, next],
            },
            Queue = !busy ? [] :
            [
                Done(0, "20261122-195200-LTO-0412-A"), Done(1, "20261122-204100-LTO-0412-B"), job,
                Job("job-4", Samples[3], RunState.Queued) with { EndsBetween = (Now.AddMinutes(55), Now.AddMinutes(80)) },
                Job("job-5", Samples[4], RunState.Queued) with { EndsBetween = (Now.AddMinutes(90), Now.AddMinutes(130)) },
            ],
            Decisions = !busy ? [] :
            [
                new(Now.AddSeconds(-8), "info", "Next frame a04-f0014", "Area 4 holds 3 of 13 frames; 168 particles are still to be counted.", job.RunId),
                new(Now.AddSeconds(-51), "accepted", "Frame a04-f0013 accepted", "Focus 0.89, 37 whole particles, no saturation.", job.RunId),
                new(Now.AddMinutes(-3), "redo", "Frame a02-f0006 taken again", "Focus 0.51 under 0.60. Refocused by +1.8 µm, second try 0.88.", job.RunId),
                new(Now.AddMinutes(-6), "fault", "Frame a03-f0009 kept out of the statistics", "Background rose 31 % within the frame: charging. Dwell cut from 3.0 to 1.0 µs.", job.RunId),
                new(Now.AddMinutes(-9), "person", "admin resumed the queue", "After a pause of 2 min.", null),
            ],
            Vitals = state == LabState.Disconnected ? [] : [.. Enumerable.Range(0, 720).Select(Vital)],
        };
    }

    private VitalSample Vital(int i)
    {
        double wave = Math.Sin(i * 0.05) + 0.4 * Math.Sin(i * 0.37);
        return new VitalSample(
            Now.AddSeconds(-5 * (719 - i)), 3.1e-4 + 4e-6 * wave, 98 + 0.6 * wave - (i is > 500 and < 510 ? 8 : 0), i is > 520 and < 526 ? 0.51 : 0.87 + 0.015 * wave,
            5.12 + 0.0004 * wave, 412 - i * 0.004, i < 300 ? 4 : i < 600 ? 3 : 2, 312 + 6 * wave);
    }
}
