using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>One control connection: one outstanding command, answers matched by id, and no command over an unsynchronised line.</summary>
/// <remarks>
/// Thread safety: any number of callers; they queue. <see cref="SendUrgentAsync"/> waits for nobody. A connection on which noise came, which takes no bytes any more
/// or cannot be synchronised is closed: the call that meets it tells why, every later one <see cref="Fault.LinkLost"/>.
/// </remarks>
internal sealed class SharkSemConnection : IAsyncDisposable
{
    /// <summary>A question that does nothing, answered since version 1.0.5.</summary>
    public const string VersionProbe = "TcpGetVersion";

    /// <summary>A question that does nothing, answered by every version.</summary>
    public const string OldestProbe = "VacGetStatus";

    private const int MaximumBody = 1 << 20;
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(10);

    private readonly IByteLink _link;
    private readonly SharkSemSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneCommand = new(1, 1);
    private readonly Lock _state = new();
    private readonly CancellationTokenSource _closing = new();
    private PendingAnswer? _pending;
    private InstrumentFaultException? _lost;
    private string? _blockedBy;
    private long _lastReceived;
    private uint _lastId;
    private bool _unsynchronised;

    public SharkSemConnection(IByteLink link, SharkSemSettings settings, TimeProvider time, ILogger logger)
    {
        (_link, _settings, _time, _logger) = (link, settings, time, logger);
        _lastReceived = time.GetTimestamp();
        Ended = Task.Run(ReadAnswersAsync);
    }

    /// <summary>Ends when the link is gone.</summary>
    public Task Ended { get; }

    /// <summary>Asked after an overdue answer before the line is used again. Default <see cref="VersionProbe"/>.</summary>
    public string Probe { get; set; } = VersionProbe;

    /// <summary>Whether the link still stands, as far as is known.</summary>
    public bool IsAlive => Volatile.Read(ref _lost) is null;

    /// <summary>Whether an answer is overdue, so that the line is drained and probed before the next command.</summary>
    public bool IsUnsynchronised => Volatile.Read(ref _unsynchronised);

    /// <summary>Calls a function that answers.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="arguments">Its arguments, or null.</param>
    /// <param name="read">Takes the results from the answer.</param>
    /// <param name="cancellationToken">Gives up waiting; the line is synchronised before its next use.</param>
    /// <param name="flags">Wait flags.</param>
    /// <param name="timeout">Longest wait for the answer. Default <see cref="SharkSemSettings.AnswerTimeout"/>.</param>
    /// <param name="blocking">What blocks the server meanwhile, so that the answer may take long: others who ask then get <see cref="Fault.AnswerTimeout"/> instead of a place in a long queue.</param>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.AnswerTimeout"/>, <see cref="Fault.LineNotSynchronised"/>, <see cref="Fault.LinkLost"/>, <see cref="Fault.MalformedAnswer"/>.
    /// </exception>
    public async Task<T> CallAsync<T>(
        string function, SharkSemBodyWriter? arguments, Func<SharkSemBodyReader, T> read, CancellationToken cancellationToken,
        SharkSemFlags flags = SharkSemFlags.None, TimeSpan? timeout = null, string? blocking = null)
    {
        await EnterAsync(function, cancellationToken).ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _blockedBy, blocking);
            TimeSpan patience = blocking is null ? _settings.AnswerTimeout : timeout ?? _settings.AnswerTimeout;
            await SynchroniseAsync(patience, cancellationToken).ConfigureAwait(false);
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
            Volatile.Write(ref _blockedBy, null);
            _oneCommand.Release();
        }
    }

    /// <summary>Calls a function that does not answer; returns when the bytes are handed over.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.LineNotSynchronised"/>, <see cref="Fault.LinkLost"/>.</exception>
    public async Task SendAsync(string function, SharkSemBodyWriter? arguments, CancellationToken cancellationToken, SharkSemFlags flags = SharkSemFlags.None)
    {
        await EnterAsync(function, cancellationToken).ConfigureAwait(false);
        try
        {
            await SynchroniseAsync(_settings.AnswerTimeout, cancellationToken).ConfigureAwait(false);
            ThrowIfLost();
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(Encode(function, NextId(), arguments, flags)).ConfigureAwait(false);
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    /// <summary>
    /// Hands bytes to the socket at once, on the caller's thread: no queue, no lock, no synchronisation, no cancellation. Only when the socket's own buffer is full does it
    /// wait, and not for long.
    /// </summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.LinkLost"/>.</exception>
    public ValueTask SendUrgentAsync(ReadOnlyMemory<byte> bytes)
    {
        ValueTask writing = _link.WriteAsync(bytes, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(BoundAsync(writing.AsTask(), _settings.StopReadBackTimeout));
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static byte[] Encode(string function, uint id, SharkSemBodyWriter? arguments, SharkSemFlags flags)
        => SharkSemMessage.Encode(function, id, flags, arguments is null ? [] : arguments.ToArray());

    private uint NextId() => ++_lastId;

    /// <summary>Waits for the turn of a command; gives up only when something that may take minutes blocks the server.</summary>
    private async Task EnterAsync(string function, CancellationToken cancellationToken)
    {
        if (_oneCommand.Wait(0, cancellationToken)) return;
        while (true)
        {
            using var patience = new CancellationTokenSource(_settings.AnswerTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await _oneCommand.WaitAsync(either.Token).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (Volatile.Read(ref _blockedBy) is { } what)
                    throw new InstrumentFaultException(Fault.AnswerTimeout, $"{function} at {_link.Name} was not asked: {what} blocks the server");
            }
        }
    }

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
            await WriteAsync(Encode(function, pending.Id, arguments, flags)).ConfigureAwait(false);
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

    /// <summary>A message goes out whole or the connection is at its end: it is never cancelled on its way, and a server that takes no bytes is given up.</summary>
    private ValueTask WriteAsync(byte[] bytes)
    {
        ValueTask writing = _link.WriteAsync(bytes, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(BoundAsync(writing.AsTask(), _settings.AnswerTimeout));
    }

    private async Task BoundAsync(Task writing, TimeSpan limit)
    {
        try
        {
            await writing.WaitAsync(limit, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            var reason = new InstrumentFaultException(Fault.LinkLost, FormattableString.Invariant($"{_link.Name} took no bytes for {limit.TotalSeconds:0.##} s"), failure);
            await CloseAsync(reason).ConfigureAwait(false);
            throw reason;
        }
    }

    /// <summary>
    /// After an overdue answer: waits until nothing comes any more, then asks something harmless, and goes on only when that is answered. A line that stays
    /// silent beyond the patience, or never falls silent, is closed.
    /// </summary>
    private async Task SynchroniseAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!IsUnsynchronised) return;
        for (long began = _time.GetTimestamp(); ;)
        {
            ThrowIfLost();
            await DrainAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await ExchangeAsync(Probe, null, SharkSemFlags.None, _settings.AnswerTimeout, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _unsynchronised, false);
                _logger.LogInformation("{Link} is synchronised again", _link.Name);
                return;
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.AnswerTimeout)
            {
                if (_time.GetElapsedTime(began) < patience) continue;
                await GiveUpAsync($"an answer is overdue, and {fault.Detail}").ConfigureAwait(false);
            }
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (long began = _time.GetTimestamp(); _time.GetElapsedTime(Volatile.Read(ref _lastReceived)) < _settings.QuietTime
            || _time.GetElapsedTime(began) < _settings.QuietTime;)
        {
            if (_time.GetElapsedTime(began) > LongestDrain) await GiveUpAsync($"{_link.Name} does not fall silent").ConfigureAwait(false);
            await Task.Delay(_settings.QuietTime / 4, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task GiveUpAsync(string detail)
    {
        var reason = new InstrumentFaultException(Fault.LineNotSynchronised, $"{detail}; the connection was closed");
        await CloseAsync(reason).ConfigureAwait(false);
        throw reason;
    }

    private async Task CloseAsync(InstrumentFaultException reason)
    {
        lock (_state) _lost ??= reason;
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadAnswersAsync()
    {
        InstrumentFaultException reason;
        try
        {
            var reader = new SharkSemMessageReader(_link, MaximumBody);
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
            _lost ??= reason;
            _pending?.Answer.TrySetException(reason);
        }

        await _link.DisposeAsync().ConfigureAwait(false);
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
        if (_lost is { } lost) throw new InstrumentFaultException(Fault.LinkLost, lost.Detail, lost);
    }

    private sealed record PendingAnswer(string Function, uint Id)
    {
        public TaskCompletionSource<byte[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
