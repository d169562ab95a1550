using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>Reads the state, checks the command and does it, with nothing in between: one command that moves or changes the beam at a time.</summary>
internal sealed class InterlockGate(IMicroscope inner, InterlockRules rules)
{
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
    /// <param name="act">Does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="parking">
    /// Given by parking: <see cref="NextStop"/> as it was when the parking began. Parking needs no lease and is not held by a stop that came before it; a stop that
    /// comes on its way ends it. Its targets are checked all the same.
    /// </param>
    public async Task<T> PassAsync<T>(
        InstrumentLease? asker, InterlockCommand command, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken, CancellationToken? parking = null)
    {
        // Taken before the look at the latch: a stop is then seen by the one or by the other, never by neither.
        CancellationToken stopped = parking ?? NextStop;
        if (parking is null) Admit(asker);
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isBegun = false;
        try
        {
            InterlockState state = await ReadStateAsync(command, cancellationToken).ConfigureAwait(false);
            if (rules.Check(command, state) is { } refusal) throw new InstrumentFaultException(Fault.InterlockRefused, refusal.ToString());
            if (parking is null) Admit(asker);
            if (stopped.IsCancellationRequested) throw Stopped();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
            isBegun = true;
            T result = await act(either.Token).ConfigureAwait(false);
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
        => PassAsync(asker, command, async token =>
        {
            await act(token).ConfigureAwait(false);
            return 0;
        }, cancellationToken, parking);

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
            if (command is InterlockCommand.Unblank or InterlockCommand.BeamOn) await inner.Column.SetBlankAsync(true, CancellationToken.None).ConfigureAwait(false);
            else if (command is InterlockCommand.Move) await inner.Stage.HaltAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The stop's own report tells what the instrument answered.
        }
    }

    /// <summary>Reads what the rules of a command need, and no more. Closing needs nothing, so that it works on a half-dead instrument.</summary>
    private async Task<InterlockState> ReadStateAsync(InterlockCommand command, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case InterlockCommand.Move:
                StageMotion motion = await inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false);
                StagePosition position = await inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
                return new InterlockState(position, motion, await ReadLimitsAsync(cancellationToken).ConfigureAwait(false), VacuumState.Unknown);
            case InterlockCommand.Scan:
                return new InterlockState(
                    null, await inner.Stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false), null, await inner.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false));
            case InterlockCommand.BeamOn or InterlockCommand.Unblank:
                return new InterlockState(null, StageMotion.Unknown, null, await inner.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false));
            default:
                return new InterlockState(null, StageMotion.Unknown, null, VacuumState.Unknown);
        }
    }
}
