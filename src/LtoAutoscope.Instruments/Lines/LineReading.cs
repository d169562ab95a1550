using System.Text.RegularExpressions;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Reads one answer as the protocol frames it: acknowledgement, lines, completion; errors and unasked lines may come in between.</summary>
internal sealed class LineReading(
    ProtocolDefinition protocol, LineCommand command, string request, string link, TimeSpan timeout, LineReceiver receiver, TimeProvider time)
{
    private static readonly TimeSpan ManyLinesQuiet = TimeSpan.FromMilliseconds(150);
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, LineValue> _values = new(StringComparer.Ordinal);

    private LineFraming Framing => protocol.Framing;

    private bool HasCompletion => Framing.Completion.Length > 0 && !command.IsRaw;

    public async Task<LineAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        bool isFramed = !command.IsRaw && Framing.Accepted.Length > 0;
        if (!command.IsQuestion && !isFramed && !HasCompletion) return LineAnswer.Empty;
        if (isFramed) await AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
        if (command.HasManyLines) await ReadManyAsync(cancellationToken).ConfigureAwait(false);
        else await ReadExpectedAsync(cancellationToken).ConfigureAwait(false);
        CheckWords();
        return new LineAnswer(_lines, _values);
    }

    /// <summary>The fault of an error's number.</summary>
    public static InstrumentFaultException Rejected(LineErrors errors, string number, string request, string link)
        => new(errors.FaultOf(number), errors.Find(number) is { } error ? $"{request} at {link}: error {number}, {error.Meaning}" : $"{request} at {link}: error {number}");

    private async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        string line = (await NextAsync(Framing.AcceptedTimeout, cancellationToken).ConfigureAwait(false)).Trim();
        if (line == Framing.Accepted) return;
        if (line == Framing.Refused)
        {
            // Some send a second line with the error's number, some do not.
            string number = await receiver.TakeAsync(Framing.RefusedLinger, cancellationToken).ConfigureAwait(false) is { } second && ErrorNumber(second) is { } told ? told : "";
            throw number.Length > 0
                ? Rejected(protocol.Errors, number, request, link)
                : new InstrumentFaultException(Fault.NotSupported, $"{request} at {link} was not understood ({Framing.Refused})");
        }

        throw Malformed(line);
    }

    private async Task ReadExpectedAsync(CancellationToken cancellationToken)
    {
        foreach (LinePattern pattern in command.Reply)
        {
            while (true)
            {
                string line = await NextAsync(timeout, cancellationToken).ConfigureAwait(false);
                bool hasMore = Framing.More.Length > 0 && line.EndsWith(Framing.More, StringComparison.Ordinal);
                if (!Take(line, pattern)) continue;
                if (!hasMore) break;
            }
        }

        if (HasCompletion) await CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a line fitted; one that does not is an error, or is passed over where the protocol has garbage between its lines.</summary>
    private bool Take(string line, LinePattern pattern)
    {
        if (pattern.Match(line) is { } values)
        {
            Keep(line, values);
            return true;
        }

        if (ErrorNumber(line) is { } number) throw Rejected(protocol.Errors, number, request, link);
        return Framing.SkipsUnexpected ? false : throw Malformed(line);
    }

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string line = await NextAsync(timeout, cancellationToken).ConfigureAwait(false);
            if (line.Trim() == Framing.Completion) return;
            if (ErrorNumber(line) is { } number) throw Rejected(protocol.Errors, number, request, link);
            if (!Framing.SkipsUnexpected) throw Malformed(line);
        }
    }

    /// <summary>Lines up to the completion, or until nothing comes any more.</summary>
    private async Task ReadManyAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            TimeSpan wait = _lines.Count == 0 || HasCompletion ? timeout : ManyLinesQuiet;
            if (await receiver.TakeAsync(wait, cancellationToken).ConfigureAwait(false) is not { } line)
            {
                if (_lines.Count > 0 && !HasCompletion) return;
                throw Overdue(wait);
            }

            if (HasCompletion && line.Trim() == Framing.Completion) return;
            if (ErrorNumber(line) is { } number) throw Rejected(protocol.Errors, number, request, link);
            Keep(line, command.Reply.Select(pattern => pattern.Match(line)).FirstOrDefault(values => values is not null) ?? []);
            if (time.GetElapsedTime(began) > timeout + timeout) throw Overdue(timeout + timeout);
        }
    }

    private async Task<string> NextAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        for (TimeSpan left = wait; left > TimeSpan.Zero; left = wait - time.GetElapsedTime(began))
        {
            if (await receiver.TakeAsync(left, cancellationToken).ConfigureAwait(false) is not { } line) break;
            if (IsPush(line)) continue;
            return line;
        }

        throw Overdue(wait);
    }

    /// <summary>A line that came unasked, unless it is what the command asks for.</summary>
    private bool IsPush(string line)
        => Framing.IsPush(line) && !command.Reply.Any(pattern => pattern.Match(line) is not null);

    private void Keep(string line, Dictionary<string, LineValue> values)
    {
        _lines.Add(line);
        foreach ((string name, LineValue value) in values) _values[name] = value;
    }

    private string? ErrorNumber(string line)
        => protocol.Errors.Replies.Select(pattern => pattern.Match(line)).FirstOrDefault(values => values is not null) is { } match
            && match.TryGetValue("number", out LineValue number) ? number.Text : null;

    private void CheckWords()
    {
        if (command.MustMatch.Length == 0) return;
        string text = string.Join('\n', _lines);
        if (!Regex.IsMatch(text, command.MustMatch, RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))
            throw new InstrumentFaultException(Fault.NotSupported, $"{request} at {link} gave '{text}'{(command.Otherwise.Length > 0 ? $"; {command.Otherwise}" : "")}");
    }

    private InstrumentFaultException Overdue(TimeSpan wait)
        => new(Fault.AnswerTimeout, FormattableString.Invariant($"{request} at {link}, waited {wait.TotalSeconds:0.##} s"));

    private InstrumentFaultException Malformed(string line)
        => new(Fault.MalformedAnswer, $"{request} at {link} gave '{line}'");
}
