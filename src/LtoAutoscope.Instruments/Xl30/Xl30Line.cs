using System.Collections.Concurrent;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>
/// The line to an XL microscope: one owner task sends one command at a time and waits for its answer. What is urgent goes before all that waits, and
/// does not wait for an overdue answer longer than <see cref="Xl30Settings.StopPatience"/>.
/// </summary>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class Xl30Line : IAsyncDisposable
{
    private static readonly Xl30Message Probe = Xl30Message.Ask(Xl30Opcode.GetIdentity);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(3);

    private readonly IByteLink _link;
    private readonly Xl30Settings _settings;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<Xl30Request> _urgent = new();
    private readonly ConcurrentQueue<Xl30Request> _waiting = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Xl30Receiver _receiver;
    private readonly Task _owning;
    private CancellationTokenSource _urgentCame = new();
    private volatile bool _unsynchronised = true;
    private volatile Xl30Motion _motion = Xl30Motion.None;

    public Xl30Line(IByteLink link, Xl30Settings settings, TimeProvider time)
    {
        (_link, _settings, _time) = (link, settings, time);
        _receiver = new Xl30Receiver(link, time, _closing.Token);
        _owning = Task.Run(OwnAsync);
    }

    /// <summary>What is known of a move without asking.</summary>
    public Xl30Motion Motion => _motion;

    /// <summary>Sends a command in its turn and reads its answer. A caller that leaves early leaves the answer to the owner, which takes it off the line.</summary>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.AnswerTimeout"/>, <see cref="Fault.LinkLost"/>, <see cref="Fault.CommandRejected"/>, <see cref="Fault.MalformedAnswer"/>,
    /// <see cref="Fault.LineNotSynchronised"/>, <see cref="Fault.StoppedByOperator"/>.
    /// </exception>
    public async Task<T> AskAsync<T>(Xl30Message message, Func<Xl30Message, T> read, TimeSpan timeout, CancellationToken stopped, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new Xl30Request(message, timeout, () => stopped.IsCancellationRequested || cancellationToken.IsCancellationRequested);
        _waiting.Enqueue(request);
        Wake(request);
        return Read(message, read, await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Sends a command before all others; it may be given up by its caller but not withdrawn.</summary>
    public Xl30Request SendUrgent(Xl30Message message, TimeSpan timeout)
    {
        var request = new Xl30Request(message, timeout, static () => false);
        _urgent.Enqueue(request);
        _ = Volatile.Read(ref _urgentCame).CancelAsync();
        Wake(request);
        return request;
    }

    /// <summary>Takes an answer apart.</summary>
    public T Read<T>(Xl30Message request, Func<Xl30Message, T> read, Xl30Message answer)
    {
        try
        {
            if (answer.IsError)
                throw new InstrumentFaultException(Fault.CommandRejected, $"{Describe(request)} at {_link.Name} gave error {answer.ErrorNumber}");
            if ((answer.Status & Xl30Message.ReservedBits) != 0) throw new FormatException($"status {answer.Status:x2}");
            return read(answer);
        }
        catch (FormatException failure)
        {
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{Describe(request)} at {_link.Name} gave {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);

        // Closing a serial port waits until its bytes are sent, for ever when the other end of a pseudo-terminal is gone; on a thread that may be left to it.
        Task closed = Task.Run(async () => await _link.DisposeAsync().ConfigureAwait(false));
        await Task.WhenAll(closed, _receiver.Reading, _owning).WaitAsync(ClosePatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        FailAllThatWait();
    }

    private static string Describe(Xl30Message message) => $"{message.Opcode} ({(byte)message.Opcode})";

    private InstrumentFaultException ClosedHere => new(Fault.LinkLost, $"{_link.Name} was closed here");

    private void Wake(Xl30Request request)
    {
        _wake.Release();
        if (_owning.IsCompleted) request.Fail(ClosedHere);
    }

    private void FailAllThatWait()
    {
        while (_urgent.TryDequeue(out Xl30Request? request) || _waiting.TryDequeue(out request)) request.Fail(ClosedHere);
    }

    private async Task OwnAsync()
    {
        while (true)
        {
            await _wake.WaitAsync(_closing.Token).ConfigureAwait(false);
            if (_urgent.TryDequeue(out Xl30Request? request))
            {
                Volatile.Write(ref _urgentCame, new CancellationTokenSource());
                if (!_urgent.IsEmpty) _ = _urgentCame.CancelAsync();
                await RunAsync(request, isUrgent: true).ConfigureAwait(false);
            }
            else if (_waiting.TryDequeue(out request))
            {
                await RunAsync(request, isUrgent: false).ConfigureAwait(false);
            }
        }
    }

    private async Task RunAsync(Xl30Request request, bool isUrgent)
    {
        try
        {
            if (!isUrgent && _unsynchronised && !request.IsWithdrawn) await SynchroniseAsync().ConfigureAwait(false);
            if (request.IsWithdrawn)
            {
                request.Cancel();
                return;
            }

            if (request.IsMove) _motion = Xl30Motion.UnderWay;
            request.Complete(await ExchangeAsync(request, isUrgent).ConfigureAwait(false));
            if (request.IsMove) _motion = Xl30Motion.None;
        }
        catch (InstrumentFaultException fault)
        {
            if (request.IsMove) _motion = Xl30Motion.Overdue;
            request.Fail(fault);
        }
        catch (OperationCanceledException)
        {
            request.Fail(ClosedHere);
            throw;
        }
    }

    private async Task<Xl30Message> ExchangeAsync(Xl30Request request, bool isUrgent)
    {
        Task<Xl30Message> pending = _receiver.Expect(request.Message.Opcode);
        bool answered = false;
        try
        {
            await _link.WriteAsync(request.Message.Encode(), _closing.Token).ConfigureAwait(false);
            request.MarkSent();
            CancellationToken urgent = isUrgent ? CancellationToken.None : Volatile.Read(ref _urgentCame).Token;
            Xl30Message answer = await AwaitAnswerAsync(request, pending, urgent).ConfigureAwait(false);
            answered = true;
            return answer;
        }
        finally
        {
            _receiver.ExpectNothing();
            if (!answered) _unsynchronised = true;
        }
    }

    private async Task<Xl30Message> AwaitAnswerAsync(Xl30Request request, Task<Xl30Message> pending, CancellationToken urgent)
    {
        long began = _time.GetTimestamp();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(urgent, _closing.Token);
        try
        {
            return await pending.WaitAsync(request.Timeout, _time, either.Token).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw Overdue(request, failure);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            TimeSpan left = request.Timeout - _time.GetElapsedTime(began);
            TimeSpan wait = left < _settings.StopPatience ? left : _settings.StopPatience;
            try
            {
                return await pending.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time, _closing.Token).ConfigureAwait(false);
            }
            catch (TimeoutException failure)
            {
                if (left <= _settings.StopPatience) throw Overdue(request, failure);
                throw new InstrumentFaultException(Fault.StoppedByOperator, $"the stop went out before {Describe(request.Message)} at {_link.Name} was answered", failure);
            }
        }
    }

    private InstrumentFaultException Overdue(Xl30Request request, TimeoutException failure) => new(
        Fault.AnswerTimeout, FormattableString.Invariant($"{Describe(request.Message)} at {_link.Name}, waited {request.Timeout.TotalSeconds:0.##} s"), failure);

    /// <summary>
    /// Drains until the line is quiet, then asks for the identity. A move that was given up holds the answer back until it ends, so the question is repeated;
    /// it changes nothing. Gives way to a stop at once.
    /// </summary>
    private async Task SynchroniseAsync()
    {
        long began = _time.GetTimestamp();
        CancellationToken urgent = Volatile.Read(ref _urgentCame).Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(urgent, _closing.Token);
        try
        {
            for (string trouble = "it does not fall silent"; ;)
            {
                bool quiet = await DrainAsync(began, either.Token).ConfigureAwait(false);
                if (!quiet || _time.GetElapsedTime(began) > _settings.SynchroniseTimeout)
                    throw new InstrumentFaultException(Fault.LineNotSynchronised, FormattableString.Invariant($"{_link.Name}, tried for {_settings.SynchroniseTimeout.TotalSeconds:0.##} s: {trouble}"));
                try
                {
                    Xl30Message answer = await ExchangeAsync(new Xl30Request(Probe, _settings.AnswerTimeout, static () => false), isUrgent: false).ConfigureAwait(false);
                    Read(Probe, identity => identity.Word(1), answer);
                    if (!await DrainAsync(began, either.Token).ConfigureAwait(false)) continue;
                    (_unsynchronised, _motion) = (false, Xl30Motion.None);
                    return;
                }
                catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer or Fault.CommandRejected)
                {
                    trouble = fault.Detail;
                }
            }
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, $"a stop went before what waited for {_link.Name}");
        }
    }

    /// <summary>Waits until nothing has come for a while and forgets what came; false when it does not end.</summary>
    private async Task<bool> DrainAsync(long began, CancellationToken cancellationToken)
    {
        do
        {
            _receiver.Clear();
            await Task.Delay(_settings.QuietTime, _time, cancellationToken).ConfigureAwait(false);
            if (_time.GetElapsedTime(began) > _settings.SynchroniseTimeout + _settings.QuietTime) return false;
        }
        while (_receiver.QuietFor < _settings.QuietTime);
        _receiver.Clear();
        return true;
    }
}
