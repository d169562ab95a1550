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
    private readonly InterlockedParts _parts;

    /// <param name="inner">The bare instrument; owned from here on.</param>
    /// <param name="envelope">What is allowed.</param>
    /// <param name="park">What parking does.</param>
    /// <param name="reconnect">How often and how patiently a lost connection is made again.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="stopAbility">How well the stage's protocol can be stopped; null means that a stop ends a move at once. Where it does not, moves are limited to short ones.</param>
    public InterlockedMicroscope(
        IMicroscope inner, SafetyEnvelope envelope, ParkSettings park, ReconnectSettings reconnect, TimeProvider timeProvider, StopAbility? stopAbility = null)
    {
        (_inner, _park, _reconnect, _time, StopAbility) = (inner, park, reconnect, timeProvider, stopAbility);
        _gate = new InterlockGate(inner, new InterlockRules(envelope, stopAbility?.InterruptsMoves ?? true), timeProvider);
        _parts = new InterlockedParts(_gate, null);
    }

    /// <inheritdoc/>
    public InstrumentIdentity Identity => _inner.Identity;

    /// <inheritdoc/>
    public IStage Stage => _parts.Stage;

    /// <inheritdoc/>
    public IElectronColumn Column => _parts.Column;

    /// <inheritdoc/>
    public IScanner Scanner => _parts.Scanner;

    /// <inheritdoc/>
    public IVacuumSystem Vacuum => _inner.Vacuum;

    /// <inheritdoc/>
    public IDetectors? Detectors => _parts.Detectors;

    /// <inheritdoc/>
    public IAutomaticFunctions? Automatic => _parts.Automatic;

    /// <inheritdoc/>
    public IBeamShift? BeamShift => _parts.BeamShift;

    /// <inheritdoc/>
    public ISpecimenCurrentMonitor? SpecimenCurrent => _parts.SpecimenCurrent;

    /// <inheritdoc/>
    public IMainsSupply? Mains => _inner.Mains;

    /// <summary>How well the instrument can be stopped, as its composition says; null when that was not told.</summary>
    public StopAbility? StopAbility { get; }

    /// <summary>What is allowed.</summary>
    public SafetyEnvelope Envelope => _gate.Rules.Envelope;

    /// <summary>The lease that is held, or null.</summary>
    public InstrumentLease? Lease => _gate.Lease;

    /// <summary>Whether a stop holds everything that moves or changes the beam until <see cref="ClearStop"/>.</summary>
    public bool IsStopped => _gate.IsStopped;

    /// <summary>Gives the lease to one owner.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.InterlockRefused"/>: someone else holds it; the detail names them.</exception>
    public InstrumentLease Acquire(string owner) => TryAcquire(owner, out string holder)
        ?? throw new InstrumentFaultException(Fault.InterlockRefused, $"lease: the instrument is held by {holder}");

    /// <summary>Gives the lease to one owner, or tells who holds it.</summary>
    /// <param name="owner">Who wants it.</param>
    /// <param name="holder">Who holds it when null is returned; else the new owner.</param>
    public InstrumentLease? TryAcquire(string owner, out string holder)
    {
        var lease = new InstrumentLease(this, owner, _time.GetUtcNow());
        bool isTaken = _gate.TryTake(lease);
        holder = isTaken ? owner : _gate.Lease?.Owner ?? "someone who has just given it back";
        return isTaken ? lease : null;
    }

    /// <summary>Lets commands pass again after a stop. A person's decision: call it when the work is resumed on purpose.</summary>
    public void ClearStop() => _gate.Rearm();

    /// <summary>Holds everything that moves or changes the beam until <see cref="ClearStop"/>, without telling the instrument anything: a new connection takes over the stop that an earlier one was given.</summary>
    public void HoldStopped() => _gate.Latch();

    /// <summary>Stops, and holds everything that moves or changes the beam until <see cref="ClearStop"/>.</summary>
    /// <remarks>
    /// On the caller's thread up to the instrument's own stop: no lock, no queue, no other thread. The token ends the waiting for the report only; what is on its way to
    /// the instrument is not taken back. Never throws for trouble of the instrument.
    /// </remarks>
    public Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        _gate.Latch();
        return StopInstrumentAsync(cancellationToken);
    }

    /// <summary>Stops, blanks, switches high voltage by policy, and brings the stage to its safe position in steps that the envelope allows.</summary>
    /// <remarks>
    /// Needs no lease, is not held by a stop that came before it and does not hold what comes after; a stop on its way ends it, and the stage stays where it is. A step
    /// that fails skips no other that is still safe; the report lists them all.
    /// </remarks>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => ParkAsync(_gate.NextStop, cancellationToken);

    /// <summary>The same for the owner of a lease, whose parking a stop does hold: then nothing moves, and the instrument is only stopped once more.</summary>
    public Task<StopReport> ParkUnlessStoppedAsync(CancellationToken cancellationToken)
    {
        CancellationToken nextStop = _gate.NextStop;
        return IsStopped ? StopInstrumentAsync(cancellationToken) : ParkAsync(nextStop, cancellationToken);
    }

    private async Task<StopReport> ParkAsync(CancellationToken nextStop, CancellationToken cancellationToken)
        => await new Parking(_gate, _park, nextStop).AfterAsync(await StopInstrumentAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<StopReport> StopInstrumentAsync(CancellationToken cancellationToken)
    {
        long called = _time.GetTimestamp();
        StopReport report;
        try
        {
            report = await _inner.StopAsync(CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            report = new StopReport(false, null, null, _time.GetElapsedTime(called), fault.Message);
        }

        return report with { ReadBackAfter = report.Sent ? _time.GetElapsedTime(called) : null, UnreadableAccepted = _park.AcceptUnreadable };
    }

    /// <summary>Makes the connection again, with a bounded and jittered back-off, stops what the loss may have left under way, and reads the whole state before anything may move.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> when the last attempt failed too.</exception>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        _gate.ForgetLimits();
        if (_inner is not IReconnectable link) return;
        await _reconnect.CreatePipeline(_time).ExecuteAsync(
            async token => await link.ReconnectAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await StopInstrumentAsync(cancellationToken).ConfigureAwait(false);
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
