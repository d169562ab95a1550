using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Running;

/// <content>Which job may begin now, and what ends one that runs: windows, deadlines, samples that nobody confirmed. Recurring tasks that need the instrument take turns with samples.</content>
public sealed partial class Lab
{
    /// <summary>Set aside for parking before a deadline.</summary>
    private static readonly TimeSpan ParkTime = TimeSpan.FromMinutes(2);

    private volatile ScheduleVerdict? _verdict;
    private readonly ConcurrentDictionary<string, string> _waits = new(StringComparer.Ordinal);
    private int _tasksWaiting;
    private bool _isOpen = true;

    private bool TasksWait => Volatile.Read(ref _tasksWaiting) > 0;

    /// <summary>The zone of the schedule's times.</summary>
    public TimeZoneInfo ScheduleZone => ScheduleEvaluation.ZoneOf(_options.Schedule, _time.LocalTimeZone);

    /// <summary>Does something with the instrument to itself: after the sample under way, before the next.</summary>
    /// <param name="work">Gets the instrument, leased; null where none is connected.</param>
    /// <param name="who">Who has it meanwhile, for people.</param>
    /// <param name="cancellationToken">Ends the wait and the work.</param>
    /// <exception cref="InputException">Somebody else has the instrument.</exception>
    public async Task<T> WithInstrumentAsync<T>(Func<IMicroscope?, CancellationToken, Task<T>> work, string who, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        Interlocked.Increment(ref _tasksWaiting);
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _tasksWaiting);
        }

        try
        {
            if (_link.Microscope is not { } microscope) return await work(null, cancellationToken).ConfigureAwait(false);
            string? operatorsName = _control.Blocks;
            string holder = operatorsName ?? "";
            using InstrumentLease? lease = operatorsName is null ? microscope.TryAcquire(who, out holder) : null;
            if (lease is null) throw new InputException($"the instrument is held by {holder}", who, "It is tried again at its next time");
            return await work(lease.Microscope, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>The job to work on now. Those that must not begin are held with the reason, those that only wait are passed over.</summary>
    private async Task<QueuedJob?> NextAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        ScheduleVerdict verdict = ScheduleEvaluation.At(_options.Schedule, ScheduleZone, now);
        _verdict = verdict;
        try
        {
            foreach (QueuedJob job in Queue.Candidates())
                if (await MayBeginAsync(job, verdict, now, cancellationToken).ConfigureAwait(false)) return job;
        }
        catch (IOException disk)
        {
            // Nothing can be written, so nothing can begin; it is told and waits for a person.
            LogRunFault("queue", disk.Message);
            lock (_asked) (_heldBy, _faulted) = ("the disk", disk.Message);
        }

        return null;
    }

    private async Task<bool> MayBeginAsync(QueuedJob job, ScheduleVerdict verdict, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What needs no beam any more is finished at any time.
        if (await _times.IsImagedAsync(job.RunId, cancellationToken).ConfigureAwait(false)) return true;
        (string waits, HoldCause? holds) = ProblemOfSample(job) is { } problem
            ? (problem, HoldCause.Sample)
            : await ReasonToWaitAsync(job, verdict, now, cancellationToken).ConfigureAwait(false);
        if (holds is { } cause)
        {
            await Queue.HoldJobAsync(job.JobId, "the program", waits, cause, cancellationToken).ConfigureAwait(false);
            LogHeld(job.Sample.Name, waits);
            Tell(new LabEvent
            {
                EventId = FormattableString.Invariant($"held:{job.JobId}:{now.ToUnixTimeSeconds()}"), At = now, Kind = LabEventKind.Pause, Severity = Severity.Warning, Sample = job.Sample.Name, RunId = job.RunId,
                Title = $"Sample {job.Sample.Name} is held", Reason = waits, Done = "The queue goes on with the next job.",
                ToDo = cause == HoldCause.Sample ? "Look at the holder and confirm the sample on its stub; the job then goes on by itself." : "Give the job another window, or cancel it.",
            });
            return false;
        }

        bool isNews = waits.Length == 0 ? _waits.TryRemove(job.JobId, out _) : !_waits.TryGetValue(job.JobId, out string? before) || before != waits;
        if (waits.Length == 0) return true;
        _waits[job.JobId] = waits;
        // A process that died in the middle of it left it running; it goes on at the next opening.
        if (job.State == RunState.Running) await Queue.SuspendAsync(job.JobId, waits, cancellationToken).ConfigureAwait(false);
        else if (isNews) ShowQueue();
        return false;
    }

    private async Task<(string Waits, HoldCause? Holds)> ReasonToWaitAsync(QueuedJob job, ScheduleVerdict verdict, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (job.Window?.LatestEnd is { } latest && latest <= now) return ($"Its latest end, {Clock(latest)}, has passed before its images were taken.", HoldCause.Window);
        if (ByTheClock(job) is { Length: > 0 } waits) return (waits, null);
        if (job.Window?.LatestEnd is null && verdict.VentAt is null) return ("", null);
        TimeSpan left = await _times.LeftAsync(job, Queue.Jobs, cancellationToken).ConfigureAwait(false);
        if (job.Window?.LatestEnd is { } end && now + left > end)
            return ($"Its images need about {Span(left)} and would not be taken by its latest end, {Clock(end)}.", HoldCause.Window);
        return verdict.VentAt is { } vent && now + left + ParkTime > vent
            ? ($"Its images need about {Span(left)} and would not be taken by the vent deadline '{verdict.VentName}', {Clock(vent)}; it is left for afterwards.", null)
            : ("", null);
    }

    /// <summary>What a waiting job waits for beside its turn.</summary>
    private string WaitsFor(QueuedJob job)
    {
        if (job.State is not (RunState.Queued or RunState.Running) || _active?.JobId == job.JobId) return "";
        if (job.Hold is { } hold) return hold.Reason;
        return ByTheClock(job) is { Length: > 0 } waits ? waits : _waits.GetValueOrDefault(job.JobId, "");
    }

    private string ByTheClock(QueuedJob job)
    {
        if (job.Window?.EarliestStart is { } earliest && earliest > _time.GetUtcNow()) return $"It may begin at {Clock(earliest)}.";
        return _verdict is { IsOpen: false } closed ? closed.Reason : "";
    }

    /// <summary>Halts the run after its tile when a window closes or a deadline comes, and takes confirmations back when the chamber is opened.</summary>
    private async Task WatchScheduleAsync(CancellationToken cancellationToken)
    {
        if (_loading is { } loading && _board.Current.Instrument is { IsConnected: true, Vacuum: VacuumState.ChamberOpen })
            await loading.DoubtAsync($"The chamber was opened on {Clock(_time.GetUtcNow())}.", cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _time.GetUtcNow();
        ScheduleVerdict verdict = ScheduleEvaluation.At(_options.Schedule, ScheduleZone, now);
        _verdict = verdict;
        _board.Update(lab => lab with { Schedule = new ScheduleView(verdict.IsOpen, verdict.Reason, verdict.Until, verdict.VentAt, verdict.VentName) });
        if (_isOpen != verdict.IsOpen) ShowQueue();
        if (_isOpen && !verdict.IsOpen) _ = EndNightAsync(isWindow: true, CancellationToken.None);
        _isOpen = verdict.IsOpen;
        if (_active is not { } active || _queue?.Find(active.JobId) is not { } job || _board.Current.Running is not { Step: RunStep.Preparing or RunStep.Acquiring } running) return;
        TimeSpan tile = ImagingTimes.Tile(job.Recipe, running.Frames, active.BegunAt);
        (string? reason, bool isWindowOver) = ReasonToHalt(job, verdict, tile, now);
        if (reason is not null) PauseForSchedule(active, reason, isWindowOver);
    }

    private (string? Reason, bool IsWindowOver) ReasonToHalt(QueuedJob job, ScheduleVerdict verdict, TimeSpan tile, DateTimeOffset now)
    {
        if (!verdict.IsOpen) return (verdict.Reason, false);
        if (verdict.VentAt is { } vent && now + tile + ParkTime >= vent)
            return ($"The instrument must be free at {Clock(vent)} (vent deadline '{verdict.VentName}'); another tile may take {Span(tile)}, and parking {Span(ParkTime)}.", false);
        return job.Window?.LatestEnd is { } end && now + tile >= end ? ($"Its latest end is {Clock(end)}, and another tile may take {Span(tile)}.", true) : (null, false);
    }

    /// <summary>Has a run halt after its present tile because of the schedule; a pause by a person goes before it.</summary>
    private void PauseForSchedule(ActiveRun active, string reason, bool isWindowOver)
    {
        lock (_asked)
        {
            if (active.Control.PauseAfterFrame) return;
            (active.ScheduleReason, active.IsWindowOver) = (reason, isWindowOver);
            active.Control.PauseAfterFrame = true;
        }

        ShowState();
    }

    /// <summary>A run halted after its tile: for a person it is held, for the schedule it goes on later by itself.</summary>
    private async Task PausedAsync(QueuedJob job, ActiveRun active, IRunJournal? journal, InterlockedMicroscope microscope)
    {
        if (active is not { PausedBy: null, ScheduleReason: { } reason })
        {
            await HoldAsync(job, active, journal, microscope, active.PausedBy ?? "a person", "Paused after a frame; the run goes on from there.").ConfigureAwait(false);
            return;
        }

        StopReport park = await ParkAsync(microscope).ConfigureAwait(false);
        await JournalParkAsync(journal, park, "The schedule halts the run.").ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = "the schedule", ["reason"] = reason }).ConfigureAwait(false);
        await BookAsync(job, active.IsWindowOver
            ? Queue.HoldJobAsync(job.JobId, "the schedule", reason, HoldCause.Window, CancellationToken.None)
            : Queue.SuspendAsync(job.JobId, reason, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>A person called the job off while it ran: parked, and booked as what it is, which is no failure.</summary>
    private async Task CancelledAsync(QueuedJob job, (string By, string Reason) call, IRunJournal? journal, InterlockedMicroscope microscope)
    {
        StopReport park = await ParkAsync(microscope).ConfigureAwait(false);
        await JournalParkAsync(journal, park, "The job was cancelled.").ConfigureAwait(false);
        await AppendAsync(journal, RunEventKind.RunStopped, new JsonObject { ["by"] = call.By, ["reason"] = call.Reason }).ConfigureAwait(false);
        await BookAsync(job, Queue.CancelAsync(job.JobId, call.By, call.Reason, CancellationToken.None)).ConfigureAwait(false);
    }

    private string Clock(DateTimeOffset moment) => ScheduleEvaluation.Text(moment, ScheduleZone, _time.GetUtcNow());

    private static string Span(TimeSpan span) => span.TotalMinutes >= 90 ? FormattableString.Invariant($"{span.TotalHours:0.0} h") : span.TotalSeconds >= 90 ? FormattableString.Invariant($"{span.TotalMinutes:0} min") : FormattableString.Invariant($"{span.TotalSeconds:0} s");

    [Microsoft.Extensions.Logging.LoggerMessage(20, Microsoft.Extensions.Logging.LogLevel.Warning, "The job on sample {Sample} is held: {Reason}")]
    private partial void LogHeld(string sample, string reason);
}
