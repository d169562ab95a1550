using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>One control connection: one outstanding command, answers matched by id, and no command over an unsynchronised line.</summary>
/// <remarks>Thread safety: any number of callers; they queue. <see cref="SendUrgentAsync"/> waits for nobody.</remarks>
internal sealed class SharkSemConnection : IAsyncDisposable
{
    private const int MaximumBody = 1 << 20;
    private const string Probe = "TcpGetVersion";
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    private readonly IByteLink _link;
    private readonly SharkSemSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneCommand = new(1, 1);
    private readonly Lock _state = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private PendingAnswer? _pending;
    private InstrumentFaultException? _lost;
    private long _lastReceived;
    private uint _lastId;
    private bool _unsynchronised;

    public SharkSemConnection(IByteLink link, SharkSemSettings settings, TimeProvider time, ILogger logger)
    {
        (_link, _settings, _time, _logger) = (link, settings, time, logger);
        _lastReceived = time.GetTimestamp();
        _reading = Task.Run(ReadAnswersAsync);
    }

    /// <summary>Whether the link still stands, as far as is known.</summary>
    public bool IsAlive => Volatile.Read(ref _lost) is null;

    /// <summary>Whether an answer is overdue, so that the line is drained and probed before the next command.</summary>
    public bool IsUnsynchronised => Volatile.Read(ref _unsynchronised);

    /// <summary>Calls a function that answers.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.AnswerTimeout"/>, <see cref="Fault.LinkLost"/>, <see cref="Fault.MalformedAnswer"/>.</exception>
    public async Task<T> CallAsync<T>(
        string function, SharkSemBodyWriter? arguments, Func<SharkSemBodyReader, T> read, CancellationToken cancellationToken,
        SharkSemFlags flags = SharkSemFlags.None, TimeSpan? timeout = null)
    {
        await _oneCommand.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SynchroniseAsync(cancellationToken).ConfigureAwait(false);
            byte[] body = await ExchangeAsync(function, arguments, flags, timeout ?? _settings.AnswerTimeout, cancellationToken).ConfigureAwait(false);
            try
            {
                return read(new SharkSemBodyReader(body));
            }
            catch (FormatException failure)
            {
                throw new InstrumentFaultException(Fault.MalformedAnswer, $"{function} at {_link.Name}: {failure.Message.TrimEnd('.')}", failure);
            }
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    /// <summary>Calls a function that does not answer; returns when the bytes are handed over.</summary>
    public async Task SendAsync(string function, SharkSemBodyWriter? arguments, CancellationToken cancellationToken, SharkSemFlags flags = SharkSemFlags.None)
    {
        await _oneCommand.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SynchroniseAsync(cancellationToken).ConfigureAwait(false);
            ThrowIfLost();
            await _link.WriteAsync(Encode(function, NextId(), arguments, flags), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    /// <summary>Hands bytes to the socket at once: no queue, no lock, no synchronisation.</summary>
    public ValueTask SendUrgentAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _link.WriteAsync(bytes, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static byte[] Encode(string function, uint id, SharkSemBodyWriter? arguments, SharkSemFlags flags)
        => SharkSemMessage.Encode(function, id, flags, arguments is null ? [] : arguments.ToArray());

    private uint NextId() => ++_lastId;

    private async Task<byte[]> ExchangeAsync(
        string function, SharkSemBodyWriter? arguments, SharkSemFlags flags, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingAnswer(function, NextId());
        lock (_state)
        {
            ThrowIfLost();
            _pending = pending;
        }

        bool answered = false;
        try
        {
            await _link.WriteAsync(Encode(function, pending.Id, arguments, flags), cancellationToken).ConfigureAwait(false);
            byte[] body = await pending.Answer.Task.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
            answered = true;
            return body;
        }
        catch (TimeoutException failure)
        {
            throw new InstrumentFaultException(Fault.AnswerTimeout, FormattableString.Invariant($"{function} at {_link.Name}, waited {timeout.TotalSeconds:0.##} s"), failure);
        }
        finally
        {
            lock (_state)
            {
                _pending = null;
                if (!answered) _unsynchronised = true;
            }
        }
    }

    /// <summary>After an overdue answer: waits until nothing comes any more, then asks something harmless, and goes on only when that is answered.</summary>
    private async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        if (!IsUnsynchronised) return;
        ThrowIfLost();
        long began = _time.GetTimestamp();
        while (_time.GetElapsedTime(Volatile.Read(ref _lastReceived)) < _settings.QuietTime
            || _time.GetElapsedTime(began) < _settings.QuietTime)
        {
            if (_time.GetElapsedTime(began) > LongestDrain)
                throw new InstrumentFaultException(Fault.AnswerTimeout, $"{_link.Name} does not fall silent, so no command can be trusted");
            await Task.Delay(_settings.QuietTime / 4, _time, cancellationToken).ConfigureAwait(false);
        }

        await ExchangeAsync(Probe, null, SharkSemFlags.None, _settings.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _unsynchronised, false);
        _logger.LogInformation("{Link} is synchronised again", _link.Name);
    }

    private async Task ReadAnswersAsync()
    {
        var reader = new SharkSemMessageReader(_link, MaximumBody);
        InstrumentFaultException reason;
        try
        {
            while (await reader.ReadAsync(_closing.Token).ConfigureAwait(false) is { } message) Deliver(message);
            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} closed the connection");
        }
        catch (InstrumentFaultException fault)
        {
            reason = fault;
        }
        catch (OperationCanceledException)
        {
            reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} was closed here");
        }

        lock (_state)
        {
            _lost = reason;
            _pending?.Answer.TrySetException(reason);
        }
    }

    private void Deliver(SharkSemMessage message)
    {
        Volatile.Write(ref _lastReceived, _time.GetTimestamp());
        lock (_state)
        {
            if (_pending is { } pending && pending.Id == message.Header.Id && pending.Function == message.Header.Function)
            {
                pending.Answer.TrySetResult(message.Body.ToArray());
                return;
            }
        }

        _logger.LogDebug("{Link}: an answer that nobody waits for, {Function} {Id}", _link.Name, message.Header.Function, message.Header.Id);
    }

    private void ThrowIfLost()
    {
        if (_lost is { } lost) throw new InstrumentFaultException(lost.Fault, lost.Detail, lost);
    }

    private sealed record PendingAnswer(string Function, uint Id)
    {
        public TaskCompletionSource<byte[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
