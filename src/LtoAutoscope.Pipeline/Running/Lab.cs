using System.Collections.Concurrent;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Pipeline.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Index;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Timing;
using LtoAutoscope.Storage.Recipes;
using LtoAutoscope.Storage.Samples;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>
/// The laboratory: the queue, the instrument and the one run that may use it. A scheduler calls <see cref="RunNextAsync"/> and <see cref="PollAsync"/>;
/// pages and commands call the rest.
/// </summary>
/// <remarks>Thread-safe. <see cref="StopAsync"/> waits for no job, lock or disk before its commands are on the wire.</remarks>
public sealed partial class Lab : ILab, IAsyncDisposable
{
    private readonly LabOptions _options;
    private readonly DataFolder _data;
    private readonly TimeProvider _time;
    private readonly ILogger<Lab> _logger;
    private readonly LabBoard _board = new();
    private readonly InstrumentLink _link;
    private readonly LabVitals _vitals;
    private readonly LabForecast _forecast;
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly Lock _asked = new(); // guards the fields below; held for assignments only, never while anything is waited for
    private readonly ConcurrentDictionary<string, int> _counted = new(StringComparer.Ordinal);
    private readonly SampleStore _samples;
    private readonly CellTestStore _cells;
    private readonly RecipeStore _recipes;
    private readonly RecipeLibrary _library;
    private readonly ImagingTimes _times;
    private readonly RunMosaics _mosaics;
    private SampleQueue? _queue;
    private SampleLoading? _loading;
    private LabIndex? _index;
    private TimingStore? _timing;
    private volatile ActiveRun? _active;
    private volatile string? _heldBy;
    private volatile string? _faulted;
    private volatile string? _waitsFor;
    private volatile int _stops;
    private bool _holdAfterSample;
    private volatile bool _shuttingDown;

    /// <summary>Makes the laboratory; <see cref="StartAsync"/> opens queue and index.</summary>
    public Lab(LabOptions options, string instrumentName, Func<CancellationToken, Task<InterlockedMicroscope>> connect, DataFolder data, TimeProvider time, ILogger<Lab> logger)
    {
        (_options, _data, _time, _logger) = (options, data, time, logger);
        (_samples, _cells, _recipes, _times) = (new SampleStore(data), new CellTestStore(data), new RecipeStore(data, time), new ImagingTimes(data));
        _library = new RecipeLibrary(options.RecipesFolder, data.Recipes);
        _mosaics = new RunMosaics(data, () => _active is not null, logger);
        _link = new InstrumentLink(instrumentName, connect, _board);
        _control = new ManualControl(_link, options.Control, time, ShowControl, TellControl);
        _vitals = new LabVitals(_board, data, time);
        _forecast = new LabForecast(instrumentName, options.Holder) { HoursFrom = now => ScheduleHours.Of(options.Schedule, ScheduleZone, now, jobId => _queue?.Find(jobId)?.Window) };
        if (options.Conditions is { } limits)
        {
            _conditions = new ConditionWatch(limits, () => _link.Microscope, new DriveSpace(data.Root), new SystemTemperatures(), options.InstrumentTime ?? time, NullLogger<ConditionWatch>.Instance);
            _conditions.TripBegan += OnTrip;
            _conditions.TripEnded += OnTrip;
        }

        InstrumentName = instrumentName;
        _board.Update(lab => lab with { Instrument = lab.Instrument with { Name = instrumentName } });
    }

    /// <inheritdoc/>
    public event Action? Changed
    {
        add => _board.Changed += value;
        remove => _board.Changed -= value;
    }

    /// <summary>Name of the instrument's configuration.</summary>
    public string InstrumentName { get; }

    /// <summary>Where it finds its parts.</summary>
    public LabOptions Options => _options;

    /// <summary>The queue as it is on the disk.</summary>
    internal IReadOnlyList<QueuedJob> QueuedJobs => Queue.Jobs;

    /// <summary>When jobs are likely to end, from what past runs took.</summary>
    public LabForecast Forecast => _forecast;

    /// <inheritdoc/>
    public LabSnapshot Current => _board.Current;

    /// <inheritdoc/>
    public HolderMap Holder => _options.Holder;

    /// <inheritdoc/>
    public IReadOnlyList<string> RecipeNames => _library.Names;

    private SampleQueue Queue => _queue ?? throw new InvalidOperationException("The laboratory has not been started.");

    private SampleLoading Loading => _loading ?? throw new InvalidOperationException("The laboratory has not been started.");

    private LabIndex Index => _index ?? throw new InvalidOperationException("The laboratory has not been started.");

    /// <summary>Opens queue and index. The instrument is connected by the first poll, so an unreachable one does not keep the pages away.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _queue = await SampleQueue.OpenAsync(_data, _time, cancellationToken).ConfigureAwait(false);
        _loading = await SampleLoading.OpenAsync(_data, Holder, _time, cancellationToken).ConfigureAwait(false);
        _loading.Changed += ShowQueue;
        _index = await LabIndex.OpenAsync(_data, cancellationToken).ConfigureAwait(false);
        foreach (IndexedRun run in await _index.RunsAsync(null, cancellationToken).ConfigureAwait(false)) _counted[run.RunId] = run.Particles;
        _timing = await TimingStore.OpenAsync(_data, LabTiming.Reading, cancellationToken).ConfigureAwait(false);
        _forecast.Model = new TimingModel(_timing.Runs);
        _queue.Changed += ShowQueue;
        _conditions?.Start();
        if (_queue.Jobs.Any(job => job.State == RunState.Stopped)) _heldBy = "an earlier stop";
        ShowQueue();
    }

    /// <summary>Stops what runs, parks the instrument and leaves the running job to the next start.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        ActiveRun? active;
        lock (_asked)
        {
            _shuttingDown = true;
            active = _active;
        }

        // The beam first. The stop holds what the run may still want to do; when the run has ended, the instrument is parked.
        bool wasStopped = _link.IsStopHeld;
        Task<StopReport>? stopping = _link.StopAsync(CancellationToken.None);
        await _control.ShutDownAsync().ConfigureAwait(false);
        if (active is not null) await active.CancelAsync().ConfigureAwait(false);
        if (stopping is not null) await stopping.ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        _running.Release();
        // What a person stopped stays where it is.
        if (wasStopped || _link.Microscope is not { } microscope) return;
        StopReport park = await microscope.ParkAsync(cancellationToken).ConfigureAwait(false);
        if (park.Faults.Count > 0) LogNotConfirmed("the end of the service", park.FaultText);
    }

    /// <summary>Reads the instrument for the strip, and connects it where it is not.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_shuttingDown) await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            LogUnreachable(fault.Message);
        }

        await _link.PollAsync(_active is not null, cancellationToken).ConfigureAwait(false);
        ControlView control = Control;
        _board.Update(lab => lab with { Control = control });
        await WatchScheduleAsync(cancellationToken).ConfigureAwait(false);
        _vitals.Sample(_queue?.Jobs.Count(job => job.State == RunState.Queued) ?? 0);
        ShowState();
    }

    /// <summary>Takes the next sample and works it off; returns whether there was one to take.</summary>
    public async Task<bool> RunNextAsync(CancellationToken cancellationToken)
    {
        if (_shuttingDown || _heldBy is not null || _link.Microscope is not { } microscope || _link.Unconfirmed is not null || _queue is null || TasksWait) return false;
        if (!await _running.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false)) return false;
        try
        {
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { } job)
            {
                if (!Queue.Candidates().Any()) await EndNightAsync(isWindow: false, cancellationToken).ConfigureAwait(false);
                return false;
            }

            if (!await PreflightAsync(cancellationToken).ConfigureAwait(false)) return false;
            _nightBegan ??= _time.GetUtcNow();
            // Someone at the instrument is not disturbed: the job waits, and the strip says for whom.
            string? operatorsName = _control.Blocks;
            string holder = operatorsName ?? "";
            using InstrumentLease? lease = operatorsName is null ? microscope.TryAcquire(ManualControl.QueueOwner, out holder) : null;
            _waitsFor = lease is null ? holder : null;
            if (lease is null) return false;
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var active = new ActiveRun(job.JobId, job.Sample.Name, _time.GetUtcNow(), linked) { RunId = job.RunId };
            // Who pauses or shuts down from here on finds the run; who did so before is heeded now. A stop takes no lock: it notes its name and then looks for a run,
            // and here the run is noted first and the name looked for then, so one of the two sees the other.
            lock (_asked)
            {
                _active = active;
                Interlocked.MemoryBarrier();
                if (_shuttingDown || _heldBy is not null)
                {
                    _active = null;
                    return false;
                }
            }

            await RunJobAsync(job, active, microscope, lease, linked, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _running.Release();
            ShowState();
        }
    }

    /// <inheritdoc/>
    public async Task<StopReport> StopAsync(string by, CancellationToken cancellationToken)
    {
        // First the wire, then everything else. Only the name is noted before, without a lock, because the run sees the cut scan at once.
        Interlocked.Increment(ref _stops);
        _heldBy = by;
        Interlocked.MemoryBarrier();
        ActiveRun? active = _active;
        if (active is not null) active.StoppedBy = by;
        Task<StopReport>? stopping = _link.StopAsync(cancellationToken);
        // Not waited for: what the run does about it must not keep back the hardware's answer.
        _ = active?.CancelAsync();

        DateTimeOffset at = _time.GetUtcNow();
        _board.Update(lab => lab with { LastStop = new StopView(by, at, null) });
        StopReport report = stopping is null
            ? new StopReport(false, null, null, TimeSpan.Zero, "There is no connection to the instrument: use its own panel. The next connection is held stopped")
            : await stopping.ConfigureAwait(false);
        // Unless a newer stop stands there by now.
        _board.Update(lab => lab.LastStop is { } last && last.At == at && last.By == by ? lab with { LastStop = new StopView(by, at, report) } : lab);
        if (report.Faults.Count > 0) LogNotConfirmed(by, report.FaultText);
        ShowState();
        return report;
    }

    /// <inheritdoc/>
    public Task PauseAsync(bool afterSample, string by, CancellationToken cancellationToken)
    {
        lock (_asked)
        {
            if (_active is not { } active)
            {
                _heldBy ??= by;
            }
            else
            {
                active.PausedBy = by;
                if (afterSample) _holdAfterSample = true;
                else active.Control.PauseAfterFrame = true;
            }
        }

        ShowState();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ResumeAsync(string by, CancellationToken cancellationToken)
    {
        RequireAnsweredStop();
        ActiveRun? active;
        int stops = _stops;
        lock (_asked)
        {
            active = _active;
            _holdAfterSample = false;
            if (active is not null)
            {
                active.Control.PauseAfterFrame = false;
                (active.PausedBy, active.ScheduleReason) = (null, null);
            }
        }

        // A run that is just being held is on the disk as held before it is taken back; otherwise the hold would come after the resumption.
        if (active is { StoppedBy: not null } or { IsBeingHeld: true }) await active.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (QueuedJob job in Queue.Jobs.Where(job => job.State == RunState.Stopped))
            await Queue.RequeueAsync(job.JobId, by, cancellationToken).ConfigureAwait(false);
        // A stop that came meanwhile is a newer word than this one.
        if (stops == _stops)
        {
            _link.ClearStop();
            lock (_asked) (_heldBy, _faulted) = (null, null);
            _board.Update(lab => lab with { LastStop = null });
        }

        ShowState();
    }

    /// <inheritdoc/>
    public Task SkipSampleAsync(string by, CancellationToken cancellationToken)
    {
        if (_active is { } active) active.Control.EndAcquisition = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await _mosaics.DisposeAsync().ConfigureAwait(false);
        if (_conditions is not null) await _conditions.DisposeAsync().ConfigureAwait(false);
        await _control.DisposeAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        _index?.Dispose();
        _timing?.Dispose();
        if (_queue is not null) await _queue.DisposeAsync().ConfigureAwait(false);
        if (_loading is not null) await _loading.DisposeAsync().ConfigureAwait(false);
        _running.Dispose();
        _reporting.Dispose();
        _opticsGate.Dispose();
        _library.Dispose();
    }

    /// <summary>A host that is thrown away without being stopped (an error at its start, say) leaves no run behind that writes into what is gone.</summary>
    private async Task EndAsync()
    {
        if (_shuttingDown) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        try
        {
            await ShutDownAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or InstrumentFaultException)
        {
            LogUnreachable($"The laboratory could not be ended in good order: {error.Message}");
        }
    }
}
