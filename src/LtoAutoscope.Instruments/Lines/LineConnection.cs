using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>
/// One line to one controller: a single outstanding command, and after an overdue or senseless answer nothing goes out until the line has fallen silent and a harmless
/// question was answered. A command is never sent a second time by itself.
/// </summary>
/// <remarks>Thread safety: any number of callers; they queue. <see cref="SendUrgentAsync"/> waits as long as the protocol's stop says and no longer.</remarks>
internal sealed class LineConnection : IAsyncDisposable
{
    private const int MostProbes = 4;
    private static readonly TimeSpan UrgentPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(2);
    private readonly IByteLink _link;
    private readonly ProtocolDefinition _protocol;
    private readonly TimeSpan _answerTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LineReceiver _receiver;
    private volatile bool _owesAnswer;
    private readonly SemaphoreSlim _oneCommand = new(1, 1);
    private volatile bool _isListening;
    private int _urgent;
    private int _distrusts;
    private int _trustedAt;

    public LineConnection(IByteLink link, ProtocolDefinition protocol, TimeSpan answerTimeout, TimeProvider time, ILogger logger)
    {
        (_link, _protocol, _answerTimeout, _time, _logger) = (link, protocol, answerTimeout, time, logger);
        _receiver = new LineReceiver(link, protocol.Framing, time);
    }

    /// <summary>Where it leads.</summary>
    public string Name => _link.Name;

    /// <summary>Whether the link still stands, as far as is known.</summary>
    public bool IsAlive => _receiver.Lost is null;

    private bool IsUnsynchronised => Volatile.Read(ref _distrusts) != Volatile.Read(ref _trustedAt);

    /// <summary>Has the line synchronised before the next command, for instance because what the controller was doing is not known.</summary>
    public void Distrust() => Interlocked.Increment(ref _distrusts);

    /// <summary>Sends a command and takes its answer; where the protocol asks for errors, it asks.</summary>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.AnswerTimeout"/>, <see cref="Fault.MalformedAnswer"/>, <see cref="Fault.CommandRejected"/> or what the error's number stands for, <see cref="Fault.LineNotSynchronised"/>, <see cref="Fault.LinkLost"/>.
    /// </exception>
    public async Task<LineAnswer> ExchangeAsync(LineCommand command, string text, CancellationToken cancellationToken)
    {
        if (_protocol.WhyForbidden(text) is { } why) throw new InstrumentFaultException(Fault.InterlockRefused, $"forbidden words: '{text}': {why}");
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (IsUnsynchronised) await SynchroniseAsync(cancellationToken).ConfigureAwait(false);
            LineAnswer answer = await TalkAsync(command, text, cancellationToken).ConfigureAwait(false);
            if (command.IsChecked) await AskForErrorAsync(text, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        finally
        {
            _oneCommand.Release();
        }
    }

    /// <summary>Hands bytes over outside the order of commands. Unless they are real-time bytes, the line is synchronised before it is used again.</summary>
    public async Task SendUrgentAsync(string text, bool isRealTime, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        if (isRealTime)
        {
            await WriteAsync(text, cancellationToken).ConfigureAwait(false);
            return;
        }

        // While the line is only listened to, no answer is under way that bytes could be mistaken for: they go out at once, and the listening begins anew.
        Interlocked.Increment(ref _urgent);
        bool entered = !_isListening && await _oneCommand.WaitAsync(longestWait, cancellationToken).ConfigureAwait(false);
        try
        {
            Distrust();
            await WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _urgent);
            if (entered) _oneCommand.Release();
        }
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    /// <summary>Takes the line for a command; whoever waits with a stop goes first.</summary>
    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _oneCommand.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (Volatile.Read(ref _urgent) > 0)
        {
            _oneCommand.Release();
            await Task.Delay(UrgentPause, _time, cancellationToken).ConfigureAwait(false);
            await _oneCommand.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(string text, CancellationToken cancellationToken)
    {
        if (_receiver.Lost is { } lost) throw new InstrumentFaultException(lost.Fault, lost.Detail, lost);
        return _link.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
    }

    private async Task<LineAnswer> TalkAsync(LineCommand command, string text, CancellationToken cancellationToken)
    {
        bool isClean = false;
        try
        {
            _receiver.Clear();
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(command.IsRaw ? text : text + _protocol.Framing.RequestEnd, cancellationToken).ConfigureAwait(false);
            LineAnswer answer = await new LineReading(_protocol, command, text, Name, command.Timeout ?? _answerTimeout, _receiver, _time)
                .ReadAsync(cancellationToken).ConfigureAwait(false);
            isClean = true;
            return answer;
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.AnswerTimeout)
        {
            _owesAnswer = true;
            throw;
        }
        catch (InstrumentFaultException fault) when (fault.Fault is not (Fault.AnswerTimeout or Fault.MalformedAnswer or Fault.LinkLost))
        {
            // A refusal is a whole answer.
            isClean = true;
            throw;
        }
        finally
        {
            if (!isClean) Distrust();
        }
    }

    private async Task AskForErrorAsync(string text, CancellationToken cancellationToken)
    {
        LineErrors errors = _protocol.Errors;
        LineCommand question = _protocol.Commands[errors.Ask];
        LineAnswer answer = await TalkAsync(question, question.Request.Write(_ => null), cancellationToken).ConfigureAwait(false);
        string number = answer.Values.TryGetValue("number", out LineValue value) ? value.Text : "";
        if (number != errors.None) throw LineReading.Rejected(errors, number, text, Name);
    }

    /// <summary>
    /// Drains until the line is quiet, clears the controller's buffer where it can be cleared, and asks something harmless that must be answered, once. A second line
    /// behind that answer is a sign that the controller still works off older commands: then all of it is done again.
    /// </summary>
    private async Task SynchroniseAsync(CancellationToken cancellationToken)
    {
        ResynchronisationRules rules = _protocol.Resynchronise;
        int seen;
        try
        {
            for (int i = 1; ; i++)
            {
                // A stop that comes meanwhile makes the line suspect once more.
                seen = Volatile.Read(ref _distrusts);
                if (await ProbeAsync(rules, i == MostProbes, cancellationToken).ConfigureAwait(false)) break;
                if (i == MostProbes) throw new InstrumentFaultException(Fault.LineNotSynchronised, $"{Name} tells more than it is asked for, so no answer can be trusted");
            }
        }
        catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer)
        {
            throw new InstrumentFaultException(Fault.LineNotSynchronised, fault.Detail, fault);
        }

        Volatile.Write(ref _trustedAt, seen);
        _logger.LogInformation("{Link} is synchronised again", Name);
    }

    /// <summary>Whether the probes were answered by what answers them and by nothing else; what is answered otherwise may be an older answer, unless it was the last try.</summary>
    private async Task<bool> ProbeAsync(ResynchronisationRules rules, bool isLast, CancellationToken cancellationToken)
    {
        await DrainAsync(rules, cancellationToken).ConfigureAwait(false);
        if (rules.Send.Length > 0)
        {
            await WriteAsync(rules.Send, cancellationToken).ConfigureAwait(false);
            await DrainAsync(rules, cancellationToken).ConfigureAwait(false);
        }

        foreach (string name in rules.Probes)
        {
            LineCommand probe = _protocol.Commands[name];
            try
            {
                for (int i = 0; i < rules.Times; i++) await TalkAsync(probe, probe.Request.Write(_ => null), cancellationToken).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault) when (!isLast && fault.Fault is not (Fault.AnswerTimeout or Fault.LinkLost))
            {
                return false;
            }
        }

        await ListenAsync(rules.Quiet, cancellationToken).ConfigureAwait(false);
        while (_receiver.TryTake(out string? line))
            if (!_protocol.Framing.IsPush(line)) return false;
        return true;
    }

    private async Task DrainAsync(ResynchronisationRules rules, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        // An overdue answer gets as long again to come: where answers look alike, it would be taken for the one to the next question.
        TimeSpan quiet = _owesAnswer && _answerTimeout > rules.Quiet ? _answerTimeout < LongestGrace ? _answerTimeout : LongestGrace : rules.Quiet;
        do
        {
            await ListenAsync(rules.Quiet, cancellationToken).ConfigureAwait(false);
            if (_time.GetElapsedTime(began) > rules.Longest)
                throw new InstrumentFaultException(Fault.LineNotSynchronised, $"{Name} does not fall silent, so no command can be trusted");
        }
        while (_receiver.QuietFor < quiet || _time.GetElapsedTime(began) < quiet);
        _owesAnswer = false;
        _receiver.Clear();
    }

    private async Task ListenAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _isListening = true;
        try
        {
            await Task.Delay(time, _time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _isListening = false;
        }
    }
}
