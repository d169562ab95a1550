using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// A TESCAN microscope over SharkSEM, without an interlock: what a person or a run gets is always wrapped in
/// <see cref="Interlock.InterlockedMicroscope"/>.
/// </summary>
/// <remarks>Thread safety: all members; commands queue on one connection, stop has its own.</remarks>
public sealed class SharkSemMicroscope : IMicroscope, IReconnectable
{
    private static readonly byte[] Blank = EncodeBlank(SharkSemFlags.Jump);
    private static readonly byte[] Halt = Encode("StgStop", SharkSemFlags.Jump);
    private static readonly byte[] StopAll = [.. Blank, .. Halt, .. Encode("ScStopScan", SharkSemFlags.Jump)];

    // What jumped the queue may have overtaken a move or an unblanking that still waits in the server's queue of the control connection.
    private static readonly byte[] QueuedBlank = EncodeBlank(SharkSemFlags.None);
    private static readonly byte[] QueuedHalt = Encode("StgStop", SharkSemFlags.None);
    private static readonly byte[] QueuedStop = [.. QueuedBlank, .. QueuedHalt];

    private readonly ILogger _logger;
    private readonly IWireTap _tap;
    private SharkSemSession _session;

    private SharkSemMicroscope(SharkSemSession session, SharkSemSettings settings, IWireTap tap, TimeProvider time, ILogger logger)
    {
        (_session, Settings, _tap, Time, _logger) = (session, settings, tap, time, logger);
        Stage = new SharkSemStage(this);
        Column = new SharkSemColumn(this);
        Scanner = new SharkSemScanner(this);
        Vacuum = new SharkSemVacuum(this);
    }

    /// <inheritdoc/>
    public InstrumentIdentity Identity => Session.Identity;

    /// <inheritdoc/>
    public IStage Stage { get; }

    /// <inheritdoc/>
    public IElectronColumn Column { get; }

    /// <inheritdoc/>
    public IScanner Scanner { get; }

    /// <inheritdoc/>
    public IVacuumSystem Vacuum { get; }

    internal SharkSemSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal StopSignal StopSignal { get; } = new();

    internal SharkSemSession Session => Volatile.Read(ref _session);

    /// <summary>Connects to a server.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> and what the first questions can meet.</exception>
    public static async Task<SharkSemMicroscope> ConnectAsync(
        SharkSemSettings settings, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken, IWireTap? tap = null)
    {
        ILogger logger = loggerFactory.CreateLogger<SharkSemMicroscope>();
        SharkSemSession session = await SharkSemSession.ConnectAsync(settings, tap ?? IWireTap.None, timeProvider, logger, cancellationToken).ConfigureAwait(false);
        return new SharkSemMicroscope(session, settings, tap ?? IWireTap.None, timeProvider, logger);
    }

    /// <inheritdoc/>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        SharkSemSession old = Session;
        await old.DisposeAsync().ConfigureAwait(false);
        Volatile.Write(ref _session, await SharkSemSession.ConnectAsync(Settings, _tap, Time, _logger, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = Time.GetTimestamp();
        StopSignal.Raise();
        string detail = await SendUrgentAsync(StopAll, cancellationToken).ConfigureAwait(false);
        TimeSpan sentAfter = Time.GetElapsedTime(called);
        if (detail.Length > 0) return new StopReport(false, null, null, sentAfter, detail);
        await FollowUpAsync(QueuedStop, cancellationToken).ConfigureAwait(false);

        bool? blanked = await ConfirmBlankAsync(cancellationToken).ConfigureAwait(false);
        bool? halted = await ConfirmHaltAsync(cancellationToken).ConfigureAwait(false);
        return new StopReport(true, blanked, halted, sentAfter);
    }

    /// <summary>Without an interlock there is no safe position: stops only.</summary>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Session.DisposeAsync();

    internal async Task HaltAsync(CancellationToken cancellationToken)
    {
        string detail = await SendUrgentAsync(Halt, cancellationToken).ConfigureAwait(false);
        if (detail.Length > 0) throw new InstrumentFaultException(Fault.LinkLost, detail);
        await FollowUpAsync(QueuedHalt, cancellationToken).ConfigureAwait(false);
    }

    internal async Task HaltBestEffortAsync()
    {
        await SendUrgentAsync(Halt, CancellationToken.None).ConfigureAwait(false);
        await FollowUpAsync(QueuedHalt, CancellationToken.None).ConfigureAwait(false);
    }

    internal async Task BlankBestEffortAsync()
    {
        await SendUrgentAsync(Blank, CancellationToken.None).ConfigureAwait(false);
        await FollowUpAsync(QueuedBlank, CancellationToken.None).ConfigureAwait(false);
    }

    private static byte[] Encode(string function, SharkSemFlags flags) => SharkSemMessage.Encode(function, 0, flags, []);

    private static byte[] EncodeBlank(SharkSemFlags flags)
        => SharkSemMessage.Encode("ScSetBlanker", 0, flags, new SharkSemBodyWriter().Int(0).Int(1).ToArray());

    /// <summary>The same once more, in order behind everything that the control connection has sent; a dead connection has nothing queued.</summary>
    private async Task FollowUpAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await Session.Control.SendUrgentAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            _logger.LogDebug("The stop was not repeated on the control connection: {Reason}", fault.Detail);
        }
    }

    /// <summary>Over the stop connection, or over the other one when that is gone; says what failed, or nothing.</summary>
    private async Task<string> SendUrgentAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        SharkSemSession session = Session;
        try
        {
            await session.Stop.SendUrgentAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (session.Stop.IsAlive) return "";
        }
        catch (InstrumentFaultException)
        {
            // The other connection is tried.
        }

        try
        {
            await session.Control.SendUrgentAsync(bytes, cancellationToken).ConfigureAwait(false);
            return session.Control.IsAlive ? "" : "both connections are closed";
        }
        catch (InstrumentFaultException fault)
        {
            return fault.Detail;
        }
    }

    private async Task<bool?> ConfirmBlankAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SharkSemColumn.ReadBlankerAsync(ReadBack, cancellationToken, Settings.StopReadBackTimeout).ConfigureAwait(false) == 1;
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }

    /// <summary>Two idle readings in a row; a stage that still brakes gets the read-back time to come to rest.</summary>
    private async Task<bool?> ConfirmHaltAsync(CancellationToken cancellationToken)
    {
        try
        {
            long began = Time.GetTimestamp();
            for (int idle = 0; ;)
            {
                bool busy = await SharkSemStage.ReadBusyAsync(ReadBack, cancellationToken, Settings.StopReadBackTimeout).ConfigureAwait(false);
                idle = busy ? 0 : idle + 1;
                if (idle == 2) return true;
                if (Time.GetElapsedTime(began) > Settings.StopReadBackTimeout) return false;
                await Task.Delay(TimeSpan.FromMilliseconds(20), Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InstrumentFaultException)
        {
            return null;
        }
    }

    private SharkSemConnection ReadBack => Session.Stop.IsAlive ? Session.Stop : Session.Control;
}
