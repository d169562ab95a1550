using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Composition;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>An instrument behind the interlock: the only form in which it is given away.</summary>
/// <remarks>
/// Thread safety: all members. While nobody holds a lease, this object itself may move things; while someone does, only
/// <see cref="InstrumentLease.Microscope"/> may. Reading, stop and park are always free.
/// </remarks>
public sealed class InterlockedMicroscope : IMicroscope, IReconnectable
{
    private readonly InterlockGate _gate;
    private readonly IMicroscope _inner;
    private readonly ParkSettings _park;
    private readonly ReconnectSettings _reconnect;
    private readonly TimeProvider _time;

    /// <param name="inner">The bare instrument; owned from here on.</param>
    /// <param name="envelope">What is allowed.</param>
    /// <param name="park">What parking does.</param>
    /// <param name="reconnect">How often and how patiently a lost connection is made again.</param>
    /// <param name="timeProvider">The clock.</param>
    public InterlockedMicroscope(IMicroscope inner, SafetyEnvelope envelope, ParkSettings park, ReconnectSettings reconnect, TimeProvider timeProvider)
    {
        (_inner, _park, _reconnect, _time) = (inner, park, reconnect, timeProvider);
        _gate = new InterlockGate(inner, new InterlockRules(envelope));
        Stage = new InterlockedStage(_gate, null);
        Column = new InterlockedColumn(_gate, null);
        Scanner = new InterlockedScanner(_gate, null);
    }

    /// <inheritdoc/>
    public InstrumentIdentity Identity => _inner.Identity;

    /// <inheritdoc/>
    public IStage Stage { get; }

    /// <inheritdoc/>
    public IElectronColumn Column { get; }

    /// <inheritdoc/>
    public IScanner Scanner { get; }

    /// <inheritdoc/>
    public IVacuumSystem Vacuum => _inner.Vacuum;

    /// <summary>What is allowed.</summary>
    public SafetyEnvelope Envelope => _gate.Rules.Envelope;

    /// <summary>The lease that is held, or null.</summary>
    public InstrumentLease? Lease => _gate.Lease;

    /// <summary>Whether a stop holds everything that moves or changes the beam until <see cref="ClearStop"/>.</summary>
    public bool IsStopped => _gate.IsStopped;

    /// <summary>Gives the lease to one owner.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.InterlockRefused"/>: someone else holds it; the detail names them.</exception>
    public InstrumentLease Acquire(string owner)
    {
        var lease = new InstrumentLease(this, owner, _time.GetUtcNow());
        if (_gate.TryTake(lease)) return lease;
        throw new InstrumentFaultException(Fault.InterlockRefused, $"lease: the instrument is held by {_gate.Lease?.Owner ?? "someone who has just given it back"}");
    }

    /// <summary>Lets commands pass again after a stop. A person's decision: call it when the work is resumed on purpose.</summary>
    public void ClearStop() => _gate.Rearm();

    /// <summary>Stops, and holds everything that moves or changes the beam until <see cref="ClearStop"/>.</summary>
    public Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        _gate.Latch();
        return _inner.StopAsync(cancellationToken);
    }

    /// <summary>Stops, blanks, switches high voltage by policy, and brings the stage to its safe position in steps that the envelope allows.</summary>
    /// <remarks>
    /// Needs no lease, is not held by a stop that came before it and does not hold what comes after; a stop on its way ends it, and the stage stays where it is. What
    /// could not be done is in the report's detail.
    /// </remarks>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => ParkAsync(_gate.NextStop, cancellationToken);

    /// <summary>The same for the owner of a lease, whose parking a stop does hold: then nothing moves, and the instrument is only stopped once more.</summary>
    internal Task<StopReport> ParkUnlessStoppedAsync(CancellationToken cancellationToken)
    {
        CancellationToken nextStop = _gate.NextStop;
        return IsStopped ? _inner.StopAsync(cancellationToken) : ParkAsync(nextStop, cancellationToken);
    }

    private async Task<StopReport> ParkAsync(CancellationToken nextStop, CancellationToken cancellationToken)
    {
        StopReport report = await _inner.StopAsync(cancellationToken).ConfigureAwait(false);
        if (!report.Sent) return report;
        try
        {
            if (_park.SwitchBeamOff)
                await _gate.PassAsync(null, new InterlockCommand.BeamOff(), token => _inner.Column.SetBeamAsync(false, 0, token), cancellationToken, nextStop).ConfigureAwait(false);
            if (_park.SafePosition is { } safe) await new ParkMove(_gate, nextStop).ToAsync(safe, cancellationToken).ConfigureAwait(false);
            return report;
        }
        catch (InstrumentFaultException fault)
        {
            return report with { Detail = fault.Message };
        }
    }

    /// <summary>Makes the connection again, with a bounded and jittered back-off, stops what the loss may have left under way, and reads the whole state before anything may move.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> when the last attempt failed too.</exception>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        _gate.ForgetLimits();
        if (_inner is not IReconnectable link) return;
        await _reconnect.CreatePipeline(_time).ExecuteAsync(
            async token => await link.ReconnectAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await _inner.StopAsync(cancellationToken).ConfigureAwait(false);
        await _gate.ReadLimitsAsync(cancellationToken).ConfigureAwait(false);
        await _inner.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        await _inner.Column.ReadBeamAsync(cancellationToken).ConfigureAwait(false);
        await _inner.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads what a status line shows. Never throws for an instrument that does not answer, needs no lease and disturbs neither a scan
    /// (pixels come over a connection of their own) nor a move.
    /// </summary>
    public Task<InstrumentStatus> ReadStatusAsync(CancellationToken cancellationToken)
        => new StatusReading(_inner, _time).ReadAsync(_gate, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    internal IMicroscope ViewOf(InstrumentLease lease) => new MicroscopeView(this, _gate, lease);

    internal void Release(InstrumentLease lease) => _gate.Release(lease);
}
