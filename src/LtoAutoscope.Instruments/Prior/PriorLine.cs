using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Prior;

/// <summary>
/// The line to a ProScan controller in standard mode: ASCII, a carriage return ends a command and an answer. One owner, one outstanding command;
/// controllers stop answering when several threads talk (Micro-Manager issue 805).
/// </summary>
internal sealed class PriorLine : IAsyncDisposable
{
    private const byte End = (byte)'\r';
    private const int LongestAnswer = 256;
    private const string Probe = "$";
    private static readonly TimeSpan StopPatience = TimeSpan.FromMilliseconds(250);

    private readonly IByteLink _link;
    private readonly PriorSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneCommand = new(1, 1);
    private readonly Lock _state = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private TaskCompletionSource<string>? _pending;
    private InstrumentFaultException? _lost;
    private long _lastReceived;
    private volatile bool _unsynchronised = true;

    public PriorLine(IByteLink link, PriorSettings settings, TimeProvider time)
    {
        (_link, _settings, _time) = (link, settings, time);
        _lastReceived = time.GetTimestamp();
        _reading = Task.Run(ReadLinesAsync);
    }

    /// <summary>Sends a command and returns its answer line.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.AnswerTimeout"/>, <see cref="Fault.LinkLost"/>, <see cref="Fault.CommandRejected"/>.</exception>
    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _oneCommand.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_unsynchronised) await SynchroniseAsync(cancellationToken).ConfigureAwait(false);
            string answer = await ExchangeAsync(command, cancellationToken).ConfigureAwait(false);
            if (answer.StartsWith("E,", StringComparison.Ordinal))
                throw new InstrumentFaultException(Fault.CommandRejected, $"{command} at {_link.Name} gave {answer}{Meaning(answer)}");
            return answer;
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    /// <summary>
    /// Sends the hard stop. It waits a quarter of a second at most for the answer of a command under way, then goes out all the same; the
    /// line is synchronised before it is used again.
    /// </summary>
    public async Task HaltAsync(CancellationToken cancellationToken)
    {
        bool entered = await _oneCommand.WaitAsync(StopPatience, cancellationToken).ConfigureAwait(false);
        try
        {
            _unsynchronised = true;
            await _link.WriteAsync("K\r"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (entered) _oneCommand.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string Meaning(string answer) => answer switch
    {
        "E,4" => " (message not understood)",
        "E,8" => " (value out of range)",
        _ => "",
    };

    private async Task<string> ExchangeAsync(string command, CancellationToken cancellationToken)
    {
        var pending = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_state)
        {
            if (_lost is { } lost) throw new InstrumentFaultException(lost.Fault, lost.Detail, lost);
            _pending = pending;
        }

        bool answered = false;
        try
        {
            await _link.WriteAsync(Encoding.ASCII.GetBytes(command + "\r"), cancellationToken).ConfigureAwait(false);
            string answer = await pending.Task.WaitAsync(_settings.AnswerTimeout, _time, cancellationToken).ConfigureAwait(false);
            answered = true;
            return answer;
        }
        catch (TimeoutException failure)
        {
            throw new InstrumentFaultException(Fault.AnswerTimeout, FormattableString.Invariant($"{command} at {_link.Name}, waited {_settings.AnswerTimeout.TotalSeconds:0.##} s"), failure);
        }
        finally
        {
            lock (_state) _pending = null;
            if (!answered) _unsynchronised = true;
        }
    }

    /// <summary>Drains until the line is quiet, then asks for the status, which must be a number.</summary>
    private async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        do
        {
            await Task.Delay(_settings.QuietTime, _time, cancellationToken).ConfigureAwait(false);
            if (_time.GetElapsedTime(began) > TimeSpan.FromSeconds(10))
                throw new InstrumentFaultException(Fault.AnswerTimeout, $"{_link.Name} does not fall silent");
        }
        while (_time.GetElapsedTime(Volatile.Read(ref _lastReceived)) < _settings.QuietTime);

        string answer = await ExchangeAsync(Probe, cancellationToken).ConfigureAwait(false);
        if (!int.TryParse(answer, out _))
            throw new InstrumentFaultException(Fault.MalformedAnswer, $"{_link.Name} answered the status question with '{answer}'");
        _unsynchronised = false;
    }

    private async Task ReadLinesAsync()
    {
        var buffer = new byte[256];
        var line = new List<byte>();
        InstrumentFaultException reason;
        try
        {
            while (true)
            {
                int read = await _link.ReadAsync(buffer, _closing.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    reason = new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} is closed");
                    break;
                }

                Volatile.Write(ref _lastReceived, _time.GetTimestamp());
                foreach (byte value in buffer.AsSpan(0, read))
                {
                    if (value != End && line.Count < LongestAnswer)
                    {
                        line.Add(value);
                        continue;
                    }

                    string answer = Encoding.ASCII.GetString([.. line]).Trim();
                    line.Clear();
                    lock (_state) _pending?.TrySetResult(answer);
                }
            }
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
            _pending?.TrySetException(reason);
        }
    }
}
