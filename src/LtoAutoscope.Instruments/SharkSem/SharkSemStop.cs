using LtoAutoscope.Domain.Instruments;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Stop, blank and halt. The bytes were made beforehand and go out on the caller's thread, on the connection that is kept for them, before anything is awaited. The same
/// orders follow on the first connection without the flag that jumps the queue: what jumped may have overtaken a move or an unblanking that still waits there.
/// </summary>
internal sealed class SharkSemStop(SharkSemMicroscope microscope, ILogger logger)
{
    private static readonly TimeSpan HaltPoll = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] EndScan = Encode("ScStopScan", SharkSemFlags.Jump);
    private static readonly Dictionary<Order, (byte[] Urgent, byte[] Queued)> Orders = new()
    {
        [Order.Halt] = (Encode("StgStop", SharkSemFlags.Jump), Encode("StgStop", SharkSemFlags.None)),
        [Order.Blank] = (EncodeBlank(SharkSemFlags.Jump), EncodeBlank(SharkSemFlags.None)),
        [Order.HighVoltage] = (Encode("HVStopAsyncProc", SharkSemFlags.Jump), Encode("HVStopAsyncProc", SharkSemFlags.None)),
    };

    private static readonly byte[] StopAll = [.. Orders[Order.Blank].Urgent, .. Orders[Order.Halt].Urgent, .. EndScan];
    private static readonly byte[] QueuedStop = [.. Orders[Order.Blank].Queued, .. Orders[Order.Halt].Queued];

    public enum Order
    {
        Halt,
        Blank,
        HighVoltage,
    }

    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = microscope.Time.GetTimestamp();
        microscope.StopSignal.Raise();
        string detail = await SendUrgentAsync(StopAll).ConfigureAwait(false);
        TimeSpan sentAfter = microscope.Time.GetElapsedTime(called);
        if (detail.Length > 0) return new StopReport(false, null, null, sentAfter, detail);
        await FollowUpAsync(QueuedStop).ConfigureAwait(false);

        bool? blanked = await ConfirmAsync(ReadBlankedAsync, cancellationToken).ConfigureAwait(false);
        bool? halted = await ConfirmAsync(ReadHaltedAsync, cancellationToken).ConfigureAwait(false);
        return new StopReport(true, blanked, halted, sentAfter);
    }

    public async Task HaltAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string detail = await SendUrgentAsync(Orders[Order.Halt].Urgent).ConfigureAwait(false);
        if (detail.Length > 0) throw new InstrumentFaultException(Fault.LinkLost, detail);
        await FollowUpAsync(Orders[Order.Halt].Queued).ConfigureAwait(false);
    }

    public async Task SendBestEffortAsync(Order order)
    {
        await SendUrgentAsync(Orders[order].Urgent).ConfigureAwait(false);
        await FollowUpAsync(Orders[order].Queued).ConfigureAwait(false);
    }

    private static byte[] Encode(string function, SharkSemFlags flags) => SharkSemMessage.Encode(function, 0, flags, []);

    private static byte[] EncodeBlank(SharkSemFlags flags)
        => SharkSemMessage.Encode("ScSetBlanker", 0, flags, new SharkSemBodyWriter().Int(0).Int(1).ToArray());

    /// <summary>In order behind everything that the control connection has sent; a dead connection has nothing queued.</summary>
    private async Task FollowUpAsync(byte[] bytes)
    {
        try
        {
            await microscope.Session.Control.SendUrgentAsync(bytes).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            logger.LogDebug("The stop was not repeated on the control connection: {Reason}", fault.Detail);
        }
    }

    /// <summary>Over the stop connection, or over the other one when that is gone; says what failed, or nothing.</summary>
    private async Task<string> SendUrgentAsync(byte[] bytes)
    {
        SharkSemSession session = microscope.Session;
        if (session.Stop is { } stop)
        {
            try
            {
                await stop.SendUrgentAsync(bytes).ConfigureAwait(false);
                if (stop.IsAlive) return "";
            }
            catch (InstrumentFaultException fault)
            {
                logger.LogWarning("The connection for stop failed ({Reason}); the other one is tried", fault.Detail);
            }
        }

        try
        {
            await session.Control.SendUrgentAsync(bytes).ConfigureAwait(false);
            return session.Control.IsAlive ? "" : "both connections are closed";
        }
        catch (InstrumentFaultException fault)
        {
            return fault.Detail;
        }
    }

    /// <summary>A read-back over the connection for stop, or over the other one when that gives no answer in time; without any it is unknown.</summary>
    private async Task<bool?> ConfirmAsync(Func<SharkSemConnection, CancellationToken, Task<bool>> read, CancellationToken cancellationToken)
    {
        SharkSemSession session = microscope.Session;
        foreach (SharkSemConnection? connection in (SharkSemConnection?[])[session.Stop, session.Control])
        {
            if (connection is null) continue;
            using var limit = new CancellationTokenSource(2 * microscope.Settings.StopReadBackTimeout, microscope.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                return await read(connection, either.Token).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault)
            {
                logger.LogDebug("A stop could not be read back: {Reason}", fault.Detail);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                logger.LogDebug("A stop could not be read back in time");
            }
        }

        return null;
    }

    private async Task<bool> ReadBlankedAsync(SharkSemConnection connection, CancellationToken cancellationToken)
        => await SharkSemColumn.ReadBlankerAsync(connection, cancellationToken, microscope.Settings.StopReadBackTimeout).ConfigureAwait(false) == SharkSemColumn.BlankAlways;

    /// <summary>Two idle readings in a row; a stage that still brakes gets the read-back time to come to rest.</summary>
    private async Task<bool> ReadHaltedAsync(SharkSemConnection connection, CancellationToken cancellationToken)
    {
        long began = microscope.Time.GetTimestamp();
        for (int idle = 0; ;)
        {
            bool busy = await SharkSemStage.ReadBusyAsync(connection, cancellationToken, microscope.Settings.StopReadBackTimeout).ConfigureAwait(false);
            idle = busy ? 0 : idle + 1;
            if (idle == 2) return true;
            if (microscope.Time.GetElapsedTime(began) > microscope.Settings.StopReadBackTimeout) return false;
            await Task.Delay(HaltPoll, microscope.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
