using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The data connection. It is read all the time, because a server drops a client that does not read for about 10 s.</summary>
internal sealed class SharkSemDataChannel : IAsyncDisposable
{
    private const int MaximumBody = 1 << 28;
    private const int BufferSize = 1 << 20;
    private const int LeastMsBetweenWakes = 20;
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
    /// <exception cref="InstrumentFaultException"><see cref="Fault.LinkLost"/>.</exception>
    public Subscription Subscribe(SharkSemFrameAssembly assembly)
    {
        var subscription = new Subscription(this, assembly);
        lock (_state)
        {
            if (_lost is { } lost) throw new InstrumentFaultException(Fault.LinkLost, lost.Detail, lost);
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
        InstrumentFaultException reason;
        try
        {
            await ReadUntilClosedAsync().ConfigureAwait(false);
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
            _subscription?.Fail(reason);
        }

        // What came after noise cannot be told from noise, so nothing is read any more; a new connection begins afresh.
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadUntilClosedAsync()
    {
        var reader = new SharkSemMessageReader(_link, MaximumBody, BufferSize);
        while (true)
        {
            ReadOnlyMemory<byte> message = await reader.ReadBytesAsync(_closing.Token).ConfigureAwait(false);
            if (message.IsEmpty) return;
            if (SharkSemPiece.IsPiece(message.Span)) Deliver(SharkSemPiece.Parse(message[SharkSemHeader.Size..]));
        }
    }

    private void Deliver(SharkSemPiece piece)
    {
        lock (_state)
        {
            if (_subscription is { } subscription && subscription.Assembly.Add(piece)) subscription.Tell();
        }
    }

    /// <summary>The wish for the pieces of one frame.</summary>
    internal sealed class Subscription(SharkSemDataChannel channel, SharkSemFrameAssembly assembly) : IDisposable
    {
        private TaskCompletionSource _arrived = NewSignal();
        private long _lastTold = long.MinValue / 2;

        public SharkSemFrameAssembly Assembly { get; } = assembly;

        /// <summary>Waits until another piece has come.</summary>
        /// <exception cref="TimeoutException">None came.</exception>
        /// <exception cref="InstrumentFaultException">The connection is gone.</exception>
        public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
        {
            Task arrived;
            lock (channel._state) arrived = _arrived.Task;
            await arrived.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            lock (channel._state)
            {
                if (channel._lost is null) _arrived = NewSignal();
            }
        }

        public void Dispose()
        {
            lock (channel._state)
            {
                if (channel._subscription == this) channel._subscription = null;
            }
        }

        /// <summary>Under the channel's lock: a piece has come. Whoever waits is woken for the last one, and for others not more often than need be.</summary>
        internal void Tell()
        {
            long now = Environment.TickCount64;
            if (!Assembly.IsComplete && now - _lastTold < LeastMsBetweenWakes) return;
            _lastTold = now;
            _arrived.TrySetResult();
        }

        /// <summary>Under the channel's lock: none will come any more. A whole frame stays whole.</summary>
        internal void Fail(InstrumentFaultException reason)
        {
            if (Assembly.IsComplete || _arrived.TrySetException(reason)) return;
            _arrived = NewSignal();
            _arrived.SetException(reason);
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
