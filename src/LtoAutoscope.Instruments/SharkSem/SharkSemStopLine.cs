using LtoAutoscope.Domain.Instruments;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// The control connection that is kept for stop. It is idle otherwise, so its loss would show only when it is needed: it is asked now and then, and made again when it is
/// gone. A server in single-client mode grants none; then stop goes over the first connection.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class SharkSemStopLine : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Func<CancellationToken, Task<SharkSemConnection>> _connect;
    private readonly SharkSemSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _keeping;
    private SharkSemConnection? _connection;

    private SharkSemStopLine(Func<CancellationToken, Task<SharkSemConnection>> connect, SharkSemConnection? first, SharkSemSettings settings, TimeProvider time, ILogger logger)
    {
        (_connect, _connection, _settings, _time, _logger) = (connect, first, settings, time, logger);
        _keeping = Task.Run(KeepAsync);
    }

    /// <summary>The connection while it lives, else null.</summary>
    public SharkSemConnection? Connection => Volatile.Read(ref _connection) is { IsAlive: true } connection ? connection : null;

    /// <summary>Makes the connection; that none can be had is not a fault.</summary>
    /// <param name="connect">Connects and asks one question, so that a connection that nobody serves is not taken for one.</param>
    /// <param name="settings">Times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For losses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SharkSemStopLine> OpenAsync(
        Func<CancellationToken, Task<SharkSemConnection>> connect, SharkSemSettings settings, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        SharkSemConnection? first = null;
        try
        {
            first = await connect(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            logger.LogWarning("No second connection for stop ({Reason}): a stop goes over the first one, and may wait there for what the server is executing", fault.Detail);
        }

        return new SharkSemStopLine(connect, first, settings, time, logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _connection) is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Volatile.Read(ref _connection) is { } last) await last.DisposeAsync().ConfigureAwait(false);
    }

    private async Task KeepAsync()
    {
        TimeSpan pause = FirstPause;
        while (!_closing.IsCancellationRequested)
        {
            if (Connection is { } connection)
            {
                await WatchAsync(connection).ConfigureAwait(false);
                continue;
            }

            try
            {
                await Task.Delay(pause, _time, _closing.Token).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                SharkSemConnection made = await _connect(_closing.Token).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _connection, made) is { } old) await old.DisposeAsync().ConfigureAwait(false);
                pause = FirstPause;
                _logger.LogInformation("The connection for stop was made again");
            }
            catch (InstrumentFaultException fault)
            {
                _logger.LogDebug("No connection for stop yet: {Reason}", fault.Detail);
            }
        }
    }

    /// <summary>Returns when it is lost, or after a heartbeat; two unanswered questions close it.</summary>
    private async Task WatchAsync(SharkSemConnection connection)
    {
        try
        {
            await connection.Ended.WaitAsync(_settings.StopHeartbeat, _time, _closing.Token).ConfigureAwait(false);
            _logger.LogWarning("The connection for stop was lost; it is being made again");
        }
        catch (TimeoutException)
        {
            await AskAsync(connection).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(SharkSemConnection connection)
    {
        try
        {
            await connection.CallAsync(connection.Probe, null, _ => 0, _closing.Token).ConfigureAwait(false);
        }
        catch (InstrumentFaultException) when (connection.IsAlive)
        {
            try
            {
                await connection.CallAsync(connection.Probe, null, _ => 0, _closing.Token).ConfigureAwait(false);
            }
            catch (InstrumentFaultException)
            {
                // Closed by now: the next round makes another.
            }
        }
        catch (InstrumentFaultException)
        {
            // Lost while it was asked.
        }
    }
}
