using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The data connection. It is read all the time, because a server drops a client that does not read for about 10 s.</summary>
internal sealed class SharkSemDataChannel : IAsyncDisposable
{
    private const int MaximumBody = 1 << 28;
    private readonly IByteLink _link;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _state = new();
    private readonly Task _reading;
    private Subscription? _subscription;
    private InstrumentFaultException? _lost;

    public SharkSemDataChannel(IByteLink link, ILogger logger)
    {
        (_link, _logger) = (link, logger);
        _reading = Task.Run(ReadPiecesAsync);
    }

    /// <summary>Sends the pieces that come to an assembly until the subscription is disposed; there is one at a time.</summary>
    public Subscription Subscribe(SharkSemFrameAssembly assembly)
    {
        var subscription = new Subscription(this, assembly);
        lock (_state)
        {
            if (_lost is { } lost) throw new InstrumentFaultException(lost.Fault, lost.Detail, lost);
            _subscription = subscription;
        }

        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadPiecesAsync()
    {
        var reader = new SharkSemMessageReader(_link, MaximumBody);
        InstrumentFaultException reason;
        try
        {
            while (await reader.ReadAsync(_closing.Token).ConfigureAwait(false) is { } message)
            {
                if (message.Header.Function == SharkSemPiece.Function) Deliver(SharkSemPiece.Parse(message.Body));
            }

            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} closed the data connection");
        }
        catch (InstrumentFaultException fault)
        {
            reason = fault;
        }
        catch (FormatException failure)
        {
            reason = new InstrumentFaultException(Fault.MalformedAnswer, $"{_link.Name}: {failure.Message.TrimEnd('.')}", failure);
        }
        catch (OperationCanceledException)
        {
            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} was closed here");
        }

        _logger.LogDebug("{Link}: reading of images ended: {Reason}", _link.Name, reason.Detail);
        lock (_state)
        {
            _lost = reason;
            _subscription?.Arrived.TrySetException(reason);
        }
    }

    private void Deliver(SharkSemPiece piece)
    {
        lock (_state)
        {
            if (_subscription is { } subscription && subscription.Assembly.Add(piece)) subscription.Arrived.TrySetResult();
        }
    }

    /// <summary>The wish for the pieces of one frame.</summary>
    internal sealed class Subscription(SharkSemDataChannel channel, SharkSemFrameAssembly assembly) : IDisposable
    {
        public SharkSemFrameAssembly Assembly { get; } = assembly;

        public TaskCompletionSource Arrived { get; private set; } = NewSignal();

        /// <summary>Waits until another piece has come.</summary>
        /// <exception cref="TimeoutException">None came.</exception>
        public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
        {
            await Arrived.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            lock (channel._state)
            {
                if (channel._lost is null) Arrived = NewSignal();
            }
        }

        public void Dispose()
        {
            lock (channel._state)
            {
                if (channel._subscription == this) channel._subscription = null;
            }
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
