using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Reads the state, checks the command and does it, with nothing in between: one command that moves or changes the beam at a time.</summary>
internal sealed class InterlockGate(IMicroscope inner, InterlockRules rules, TimeProvider time)
{
    private readonly InterlockReading _reading = new(inner, rules.Envelope);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private StageLimits? _limits;
    private InstrumentLease? _lease;
    private readonly StopSignal _stop = new();
    private volatile bool _stopped;

    public IMicroscope Inner => inner;

    public InterlockRules Rules => rules;

    public InstrumentLease? Lease => Volatile.Read(ref _lease);

    /// <summary>Whether a stop holds everything until <see cref="Rearm"/>.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Cancelled by the next stop.</summary>
    public CancellationToken NextStop => _stop.Token;

    public void Latch()
    {
        _stopped = true;
        _stop.Raise();
    }

    public void Rearm() => _stopped = false;

    /// <summary>Puts a new lease in the place of none; null when one is held.</summary>
    public bool TryTake(InstrumentLease lease) => Interlocked.CompareExchange(ref _lease, lease, null) is null;

    public void Release(InstrumentLease lease) => Interlocked.CompareExchange(ref _lease, null, lease);

    /// <summary>Forgets what was read once; a reconnect calls it.</summary>
    public void ForgetLimits() => Volatile.Write(ref _limits, null);

    /// <summary>Does a command if lease, stop and envelope allow it.</summary>
    /// <param name="asker">The lease under which it is asked; null without one.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="act">Does it, knowing the state in which it was allowed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="parking">
    /// Given by parking: <see cref="NextStop"/> as it was when the parking began. Parking needs no lease and is not held by a stop that came before it; a stop that
    /// comes on its way ends it. Its targets are checked all the same.
    /// </param>
    public async Task<T> PassAsync<T>(
        InstrumentLease? asker, InterlockCommand command, Func<InterlockState, CancellationToken, Task<T>> act, CancellationToken cancellationToken, CancellationToken? parking = null)
    {
        // Taken before the look at the latch: a stop is then seen by the one or by the other, never by neither.
        CancellationToken stopped = parking ?? NextStop;
        if (parking is null) Admit(asker);
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isBegun = false;
        try
        {
            InterlockState state = await _reading.ReadAsync(command, this, cancellationToken).ConfigureAwait(false);
            if (rules.Check(command, state) is { } refusal) throw Refused(refusal);
            if (parking is null) Admit(asker);
            if (stopped.IsCancellationRequested) throw Stopped();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
            isBegun = true;
            T result = await act(state, either.Token).ConfigureAwait(false);
            return stopped.IsCancellationRequested ? throw Stopped() : result;
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Stopped();
        }
        finally
        {
            if (isBegun && stopped.IsCancellationRequested) await TakeBackAsync(command).ConfigureAwait(false);
            _oneAtATime.Release();
        }
    }

    public Task PassAsync(
        InstrumentLease? asker, InterlockCommand command, Func<CancellationToken, Task> act, CancellationToken cancellationToken, CancellationToken? parking = null)
        => PassAsync(asker, command, async (_, token) =>
        {
            await act(token).ConfigureAwait(false);
            return 0;
        }, cancellationToken, parking);

    /// <summary>Moves the stage, and holds the mean speed of the move against the highest one.</summary>
    public Task<StagePosition> MoveAsync(InstrumentLease? asker, StageTarget target, CancellationToken cancellationToken, CancellationToken? parking = null)
        => PassAsync(asker, new InterlockCommand.Move(target), async (state, token) =>
        {
            long began = time.GetTimestamp();
            StagePosition reached = await inner.Stage.MoveAsync(target, token).ConfigureAwait(false);
            return rules.CheckSpeed(state.Position!.Value, reached, time.GetElapsedTime(began)) is { } refusal ? throw Refused(refusal) : reached;
        }, cancellationToken, parking);

    /// <summary>Refuses a move that is going to be made in short steps, if the whole of it leaves the envelope: better before the first step than after half of them.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.InterlockRefused"/>, with rule and figure.</exception>
    public async Task CheckWholeAsync(StageTarget target, CancellationToken cancellationToken)
    {
        var move = new InterlockCommand.Move(target);
        InterlockState state = await _reading.ReadAsync(move, this, cancellationToken).ConfigureAwait(false);
        if (new InterlockRules(rules.Envelope).Check(move, state) is { } refusal) throw Refused(refusal);
    }

    internal static InstrumentFaultException Refused(InterlockRefusal refusal) => new(Fault.InterlockRefused, refusal.ToString());

    public async Task<StageLimits> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _limits) is { } known) return known;
        StageLimits device = await inner.Stage.ReadLimitsAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _limits, device);
        return device;
    }

    private void Admit(InstrumentLease? asker)
    {
        InstrumentLease? held = Lease;
        if (held is not null && held != asker)
            throw new InstrumentFaultException(Fault.InterlockRefused, $"lease: the instrument is held by {held.Owner}");
        if (asker is not null && held != asker)
            throw new InstrumentFaultException(Fault.InterlockRefused, $"lease: that of {asker.Owner} was given back");
        if (_stopped) throw Stopped();
    }

    private static InstrumentFaultException Stopped() => new(Fault.StoppedByOperator, "everything is held until the stop is cleared");

    /// <summary>What went out while a stop was on its way may have reached the instrument behind it: it is closed or halted once more.</summary>
    private async Task TakeBackAsync(InterlockCommand command)
    {
        try
        {
            if (command is InterlockCommand.Unblank or InterlockCommand.BeamOn or InterlockCommand.Automatic) await inner.Column.SetBlankAsync(true, CancellationToken.None).ConfigureAwait(false);
            else if (command is InterlockCommand.Move) await inner.Stage.HaltAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The stop's own report tells what the instrument answered.
        }
    }
}
