using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>
/// Keeps the connection to the instrument: makes it, reads the strip's values, notices its loss and makes it again. After every connection the instrument is
/// parked before anything else may use it, because nobody knows how the last process ended. A stop outlives the connection: a new one takes it over, and is then
/// only stopped, not moved.
/// </summary>
/// <param name="name">Name of the instrument's configuration, for messages.</param>
/// <param name="connect">Makes a connection behind the interlock.</param>
/// <param name="board">Where readings are shown.</param>
public sealed class InstrumentLink(string name, Func<CancellationToken, Task<InterlockedMicroscope>> connect, LabBoard board) : IAsyncDisposable
{
    private const int FailuresUntilLost = 5;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile InterlockedMicroscope? _microscope;
    private volatile InterlockedMicroscope? _parking;
    private volatile StopReport? _unconfirmed;
    private volatile bool _isStopHeld;
    private int _failures;

    /// <summary>The instrument, or null while there is no connection.</summary>
    public InterlockedMicroscope? Microscope => _microscope;

    /// <summary>The instrument that a stop reaches: also one that a connection under way is still parking.</summary>
    private InterlockedMicroscope? Stoppable => _parking ?? _microscope;

    /// <summary>Whether a stop holds the instrument until <see cref="ClearStop"/>, whichever connection it was given to.</summary>
    public bool IsStopHeld => _isStopHeld;

    /// <summary>The park after connecting, while the hardware has not confirmed it: nothing may begin until it has. Null otherwise.</summary>
    public StopReport? Unconfirmed => _unconfirmed;

    /// <summary>Why there is no connection, or null.</summary>
    public InstrumentFaultException? Trouble { get; private set; }

    /// <summary>
    /// Stops the instrument, and holds it over this connection and the next ones until <see cref="ClearStop"/>. On the caller's thread up to the instrument's own stop.
    /// Null when there is no connection: then the next one is held.
    /// </summary>
    public Task<StopReport>? StopAsync(CancellationToken cancellationToken)
    {
        _isStopHeld = true;
        // A connection that is made meanwhile looks at the hold after it has shown itself here, so one of the two sees the other.
        Interlocked.MemoryBarrier();
        return Stoppable?.StopAsync(cancellationToken);
    }

    /// <summary>Lets commands pass again.</summary>
    public void ClearStop()
    {
        _isStopHeld = false;
        _microscope?.ClearStop();
    }

    /// <summary>Connects if need be and returns the instrument.</summary>
    /// <exception cref="InstrumentFaultException">It cannot be reached; the message says what to do.</exception>
    public async Task<InterlockedMicroscope> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_microscope is { } present) return present;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_microscope is { } made) return made;
            InterlockedMicroscope microscope = await connect(cancellationToken).ConfigureAwait(false);
            await ParkFirstAsync(microscope, cancellationToken).ConfigureAwait(false);
            Trouble = null;
            board.Update(lab => lab with
            {
                Instrument = lab.Instrument with { Name = microscope.Identity.Name, IsSimulated = microscope.Identity.IsSimulated, IsConnected = true },
            });
            return microscope;
        }
        catch (InstrumentFaultException fault)
        {
            Trouble = fault;
            board.Update(lab => lab with { Instrument = lab.Instrument with { Name = name, IsConnected = false } });
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ParkFirstAsync(InterlockedMicroscope microscope, CancellationToken cancellationToken)
    {
        try
        {
            _parking = microscope;
            Interlocked.MemoryBarrier();
            if (_isStopHeld) microscope.HoldStopped();
            StopReport report = await microscope.ParkUnlessStoppedAsync(cancellationToken).ConfigureAwait(false);
            if (!report.Sent) throw new InstrumentFaultException(Fault.LinkLost, $"{name}: it could not be parked after connecting ({report.Detail})");
            _unconfirmed = report.Faults.Count > 0 ? report : null;
            _failures = 0;
            _microscope = microscope;
        }
        catch
        {
            await microscope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _parking = null;
        }
    }

    /// <summary>Drops a connection that has proved dead; the next <see cref="ConnectAsync"/> makes a new one.</summary>
    public async Task DropAsync()
    {
        if (Interlocked.Exchange(ref _microscope, null) is not { } lost) return;
        _unconfirmed = null;
        await lost.DisposeAsync().ConfigureAwait(false);
        board.Update(lab => lab with { Instrument = lab.Instrument with { IsConnected = false } });
    }

    /// <summary>Reads the strip's values once. A value that does not come is shown as unknown; several failed readings in a row drop an idle connection.</summary>
    /// <param name="isBusy">Whether a run uses the instrument; its own steps then judge the link.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task PollAsync(bool isBusy, CancellationToken cancellationToken)
    {
        if (_microscope is not { } microscope) return;
        if (_unconfirmed is not null && !isBusy && microscope.Lease is null) await ParkAgainAsync(microscope, cancellationToken).ConfigureAwait(false);
        InstrumentStatus status = await microscope.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
        if (!status.IsReachable)
        {
            if (++_failures >= FailuresUntilLost && !isBusy) await DropAsync().ConfigureAwait(false);
            return;
        }

        _failures = 0;
        board.Update(lab => lab with
        {
            Instrument = lab.Instrument with
            {
                IsConnected = true, Beam = status.Beam, Blanked = status.IsBlanked, EnergyKv = status.EnergyKv, ProbeCurrentPa = status.ProbeCurrentPa,
                WorkingDistanceMm = status.WorkingDistanceMm, Vacuum = status.Vacuum, PressurePa = status.PressurePa, Position = status.Position,
                Motion = status.Motion, ReadAt = status.At, ControlledBy = status.LeaseOwner,
            },
        });
    }

    /// <summary>What was not confirmed after connecting is tried again until it is; meanwhile the connection stays, so that a stop has a way.</summary>
    private async Task ParkAgainAsync(InterlockedMicroscope microscope, CancellationToken cancellationToken)
    {
        StopReport report = await microscope.ParkUnlessStoppedAsync(cancellationToken).ConfigureAwait(false);
        _unconfirmed = report.Faults.Count > 0 ? report : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync().ConfigureAwait(false);
        _gate.Dispose();
    }
}
