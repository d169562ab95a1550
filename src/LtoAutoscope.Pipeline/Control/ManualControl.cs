using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>
/// Control by hand as a lease: one operator at a time, for as long as something is heard of them. Whoever has it is the owner of the instrument's <see cref="InstrumentLease"/>, so that the
/// run engine does not begin meanwhile. When it ends and nobody follows, the instrument is stopped, blanked and parked before anybody else may have it.
/// </summary>
/// <remarks>Thread-safe. Stop is no part of it: that asks nobody.</remarks>
internal sealed class ManualControl : IAsyncDisposable
{
    /// <summary>Name under which the run engine holds the instrument.</summary>
    public const string QueueOwner = "queue";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly InstrumentLink _link;
    private readonly TimeProvider _time;
    private readonly ControlSettings _settings;
    private readonly Action _changed;
    private readonly Action<ControlEvent> _tell;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Session? _session;
    private (ControlRequest Request, long At)? _request;
    private ControlAnswer? _refused;
    private ControlEnd? _lastEnd;
    private string? _waits;
    private int _ticking;

    /// <param name="link">The instrument.</param>
    /// <param name="settings">How long it lasts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Told after anything changed.</param>
    /// <param name="tell">Told what happened without a command.</param>
    public ManualControl(InstrumentLink link, ControlSettings settings, TimeProvider time, Action changed, Action<ControlEvent> tell)
    {
        (_link, _settings, _time, _changed, _tell) = (link, settings, time, changed, tell);
        _timer = time.CreateTimer(_ => _ = TickAsync(), null, Beat, Beat);
    }

    /// <summary>The operator who has control, or null.</summary>
    public string? Holder => Volatile.Read(ref _session)?.Owner;

    /// <summary>Who gets it when the queue has paused, or null.</summary>
    public string? Waits => Volatile.Read(ref _waits);

    /// <summary>For whom the queue has to wait, or null.</summary>
    public string? Blocks => Holder ?? Waits;

    /// <summary>How it stands.</summary>
    public ControlView View()
    {
        lock (_gate)
        {
            InstrumentLease? lease = _link.Microscope?.Lease;
            DateTimeOffset now = _time.GetUtcNow();
            return new ControlView
            {
                Kind = _session is not null ? ControlKind.Hand : lease is null ? ControlKind.Free : lease.Owner == QueueOwner ? ControlKind.Queue : ControlKind.Program,
                Holder = _session?.Owner ?? lease?.Owner, Since = _session?.Since ?? lease?.Since,
                ExpiresAt = _session is { } session ? now + _settings.LeaseTime - _time.GetElapsedTime(session.HeardAt) : null,
                Doing = _session?.Doing ?? "", WaitsForQueue = _waits, Request = _request?.Request, Refused = _refused, LastEnd = _lastEnd, IsStopped = _link.IsStopHeld,
            };
        }
    }

    /// <summary>Takes control, or renews it.</summary>
    /// <exception cref="InputException">Somebody else has it, or something speaks against it.</exception>
    public void Take(string by)
    {
        lock (_gate)
        {
            if (_session is { } mine && mine.Owner == by && !mine.IsEnding)
            {
                mine.HeardAt = _time.GetTimestamp();
                return;
            }

            if (_session is { } other) throw Held(other.Owner);
            if (_waits is { } first && first != by) throw new InputException($"{first} waits for the queue to pause and has control then", "control", "Wait until they have it, and ask them for it");
            InterlockedMicroscope microscope = _link.Microscope ?? throw new InputException("no instrument is connected", "control", "Look at its cable and power; the daemon connects by itself");
            if (_link.Unconfirmed is { } open) throw new InputException($"it was not parked after connecting: {open.FaultText.TrimEnd('.')}", "control", "Look at the instrument; the daemon goes on trying to park it");
            InstrumentLease lease = microscope.TryAcquire(by, out string holder) ?? throw Held(holder);
            (_session, _waits, _refused) = (new Session(microscope, lease, by, _time.GetUtcNow(), _time.GetTimestamp()), null, null);
        }

        _changed();
    }

    /// <summary>Notes who gets it when the queue has paused.</summary>
    /// <exception cref="InputException">Somebody else waits already.</exception>
    public void WaitForQueue(string by)
    {
        lock (_gate)
        {
            if (_waits is { } first && first != by) throw new InputException($"{first} waits for it already", "control", "Ask them for it when they have it");
            _waits = by;
        }

        _changed();
    }

    /// <summary>Gives up waiting; whether somebody waited.</summary>
    public bool WaitNoMore(string by)
    {
        lock (_gate)
        {
            if (_waits != by) return false;
            _waits = null;
        }

        _changed();
        return true;
    }

    /// <summary>The holder is still there.</summary>
    /// <exception cref="InputException">Somebody else has it, or nobody.</exception>
    public void Renew(string by)
    {
        lock (_gate)
        {
            if (_waits == by) return;
            Mine(by).HeardAt = _time.GetTimestamp();
        }

        _changed();
    }

    /// <summary>Gives it back and leaves the instrument safe.</summary>
    /// <exception cref="InputException">Somebody else has it, or nobody.</exception>
    public Task ReleaseAsync(string by)
    {
        Session mine;
        lock (_gate) mine = Mine(by);
        return EndAsync(mine, ControlEnding.GivenBack, "", "");
    }

    /// <summary>Asks the holder for it.</summary>
    /// <exception cref="InputException">Nobody has it by hand, or another request is open.</exception>
    public void Ask(string by, string reason)
    {
        lock (_gate)
        {
            if (_session is not { } session) throw new InputException("nobody controls it by hand", "control", "Take it");
            if (session.Owner == by) throw new InputException("it is yours", "control", "There is nothing to ask for");
            if (_request is { } open && open.Request.By != by) throw new InputException($"{open.Request.By} asked first", "control", "Wait until that request is answered");
            if (_request is not null) return;
            DateTimeOffset now = _time.GetUtcNow();
            (_request, _refused) = ((new ControlRequest(by, now, now + _settings.AnswerTime, reason), _time.GetTimestamp()), null);
        }

        _changed();
    }

    /// <summary>Takes a request back.</summary>
    /// <exception cref="InputException">There is none of this person.</exception>
    public void Withdraw(string by)
    {
        lock (_gate)
        {
            if (_request?.Request.By != by) throw new InputException("there is no request of yours", "control", "It may have been answered: look who has control");
            _request = null;
        }

        _changed();
    }

    /// <summary>The holder grants or refuses the request.</summary>
    /// <exception cref="InputException">It is not theirs to answer, or nobody asked.</exception>
    public async Task AnswerAsync(string by, bool grants)
    {
        Session mine;
        ControlRequest request;
        lock (_gate)
        {
            mine = Mine(by);
            request = _request?.Request ?? throw new InputException("nobody asks for control", "control", "The request may have been taken back");
            _request = null;
            if (!grants) _refused = new ControlAnswer(request.By, by, _time.GetUtcNow());
        }

        if (grants) await EndAsync(mine, ControlEnding.Granted, request.By, request.Reason).ConfigureAwait(false);
        else _changed();
    }

    /// <summary>A maintainer takes it from its holder.</summary>
    /// <exception cref="InputException">Nobody has it by hand.</exception>
    public Task ForceAsync(string by, string reason)
    {
        if (Volatile.Read(ref _session) is not { } session) throw new InputException("nobody controls it by hand", "control", "Take it; a running queue is paused first");
        if (session.Owner == by) throw new InputException("it is yours", "control", "There is nothing to force");
        return EndAsync(session, ControlEnding.Forced, by, reason);
    }

    /// <summary>Does something with the instrument for its holder, one thing at a time.</summary>
    /// <exception cref="InputException">It is not theirs, or the last thing is still under way.</exception>
    public async Task<T> DoAsync<T>(string by, string what, Func<IMicroscope, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Session mine;
        lock (_gate)
        {
            mine = Mine(by);
            if (mine.Doing.Length > 0) throw new InputException($"it is still busy with {mine.Doing}", "control", "Wait until that has ended, or press STOP");
            (mine.Doing, mine.HeardAt) = (what, _time.GetTimestamp());
        }

        _changed();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(mine.Ended, cancellationToken);
            return await work(mine.Lease.Microscope, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (mine.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InputException("control ended meanwhile", "control", "Look who has it now, and what the instrument did");
        }
        finally
        {
            lock (_gate) (mine.Doing, mine.HeardAt) = ("", _time.GetTimestamp());
            _changed();
        }
    }

    /// <summary>Ends it because the daemon ends, which parks the instrument itself.</summary>
    public async Task ShutDownAsync()
    {
        if (Volatile.Read(ref _session) is { } session) await EndAsync(session, ControlEnding.DaemonEnded, "", "").ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _session, null) is { } session) session.Dispose();
    }

    /// <summary>Looks what has run out.</summary>
    internal async Task TickAsync()
    {
        if (Interlocked.Exchange(ref _ticking, 1) != 0) return;
        try
        {
            (Session Session, ControlEnding How, string Next, string Reason)? end;
            lock (_gate) end = Due();
            if (end is { } due) await EndAsync(due.Session, due.How, due.Next, due.Reason).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The next beat tries again; a timer has nobody to tell.
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    private (Session, ControlEnding, string, string)? Due()
    {
        if (_session is not { IsEnding: false } session) return null;
        if (!ReferenceEquals(_link.Microscope, session.Microscope)) return (session, ControlEnding.ConnectionLost, "", "");
        if (_request is { } asked && _time.GetElapsedTime(asked.At) >= _settings.AnswerTime) return (session, ControlEnding.Unanswered, asked.Request.By, asked.Request.Reason);
        return session.Doing.Length == 0 && _time.GetElapsedTime(session.HeardAt) >= _settings.LeaseTime ? (session, ControlEnding.RanOut, "", "") : null;
    }

    private async Task EndAsync(Session session, ControlEnding how, string next, string reason)
    {
        lock (_gate)
        {
            if (_session != session || session.IsEnding) throw new InputException("control is just changing hands", "control", "Look who has it now");
            session.IsEnding = true;
            _request = null;
        }

        StopReport? safe = null;
        try
        {
            await session.EndAsync().ConfigureAwait(false);
            // The daemon's own end stops and parks; without a connection nothing can be sent, and the next one parks first.
            if (how is not (ControlEnding.ConnectionLost or ControlEnding.DaemonEnded)) safe = next.Length > 0 ? await HushAsync(session).ConfigureAwait(false) : await ParkAsync(session).ConfigureAwait(false);
        }
        finally
        {
            Pass(session, how, next, reason, safe);
        }
    }

    private void Pass(Session session, ControlEnding how, string next, string reason, StopReport? safe)
    {
        DateTimeOffset now = _time.GetUtcNow();
        ControlEnd end;
        lock (_gate)
        {
            session.Dispose();
            InstrumentLease? lease = null;
            if (next.Length > 0 && ReferenceEquals(_link.Microscope, session.Microscope)) lease = session.Microscope.TryAcquire(next, out _);
            _session = lease is null ? null : new Session(session.Microscope, lease, next, now, _time.GetTimestamp());
            _lastEnd = end = new ControlEnd(session.Owner, now, how, lease is null ? "" : next, reason, safe);
        }

        _changed();
        if (how is ControlEnding.RanOut or ControlEnding.Unanswered or ControlEnding.ConnectionLost or ControlEnding.DaemonEnded) _tell(Event(end));
    }

    private ControlEvent Event(ControlEnd end) => end.How switch
    {
        ControlEnding.RanOut => new(end.At, "control.ran_out", end.Holder, "", FormattableString.Invariant($"Nothing was heard of {end.Holder} for {_settings.LeaseTime.TotalSeconds:0} s. {SafeText(end.Safe)}")),
        ControlEnding.Unanswered => new(end.At, "control.unanswered", end.Holder, end.Next, FormattableString.Invariant($"{end.Holder} did not answer within {_settings.AnswerTime.TotalSeconds:0} s. {end.Reason}").TrimEnd()),
        ControlEnding.ConnectionLost => new(end.At, "control.connection_lost", end.Holder, "", "The connection to the instrument was lost; the next one parks it first."),
        _ => new(end.At, "control.daemon_ended", end.Holder, "", "The daemon ended and parked the instrument."),
    };

    private static string SafeText(StopReport? safe) => safe switch
    {
        null => "",
        { Faults.Count: 0 } => "Beam blanked and stage halted, read back.",
        _ => $"Not confirmed: {safe.FaultText}",
    };

    /// <summary>Stopped, blanked, high voltage and stage by policy; after a stop nothing moves.</summary>
    private static async Task<StopReport?> ParkAsync(Session session)
    {
        try
        {
            return await session.Microscope.ParkUnlessStoppedAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InstrumentFaultException or ObjectDisposedException)
        {
            return new StopReport(false, null, null, TimeSpan.Zero, error.Message);
        }
    }

    /// <summary>For the next holder: halted and blanked where it stands.</summary>
    private static async Task<StopReport?> HushAsync(Session session)
    {
        if (session.Microscope.IsStopped) return null; // the stop has done both
        try
        {
            await session.Microscope.Stage.HaltAsync(CancellationToken.None).ConfigureAwait(false);
            await session.Lease.Microscope.Column.SetBlankAsync(true, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (InstrumentFaultException fault)
        {
            // What was not confirmed stays visible in beam and stage; the next holder, or Stop, deals with it.
            return new StopReport(false, null, null, TimeSpan.Zero, fault.Message);
        }
    }

    private Session Mine(string by) => _session switch
    {
        null => throw new InputException("you do not have control", "control", "Take control first"),
        { IsEnding: true } => throw new InputException("control is just changing hands", "control", "Look who has it now"),
        var session when session.Owner != by => throw Held(session.Owner),
        var session => session,
    };

    private static InputException Held(string holder) => new($"{holder} has control", "control", holder == QueueOwner ? "Pause the queue, or ask for control after the present frame" : "Ask for it");

    private sealed class Session : IDisposable
    {
        private readonly CancellationTokenSource _end = new();

        public Session(InterlockedMicroscope microscope, InstrumentLease lease, string owner, DateTimeOffset since, long heardAt)
            => (Microscope, Lease, Owner, Since, HeardAt, Ended) = (microscope, lease, owner, since, heardAt, _end.Token);

        public CancellationToken Ended { get; }

        public InterlockedMicroscope Microscope { get; }

        public InstrumentLease Lease { get; }

        public string Owner { get; }

        public DateTimeOffset Since { get; }

        public long HeardAt { get; set; }

        public string Doing { get; set; } = "";

        public bool IsEnding { get; set; }

        public Task EndAsync() => _end.CancelAsync();

        public void Dispose()
        {
            Lease.Dispose();
            _end.Dispose();
        }
    }
}
