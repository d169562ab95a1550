using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.RawConsole;

/// <summary>A console for a protocol of text lines: sends a line, and shows what comes until nothing comes any more.</summary>
public sealed class LineConsole : IRawConsole
{
    private readonly IByteLink _link;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private readonly ProtocolDefinition _protocol;
    private readonly TimeSpan _answerTimeout;
    private readonly TimeProvider _time;

    /// <param name="link">The link; owned from here on.</param>
    /// <param name="protocol">Its line end and what it forbids.</param>
    /// <param name="timeProvider">The clock.</param>
    public LineConsole(IByteLink link, ProtocolDefinition protocol, TimeProvider timeProvider)
        => (_link, _protocol, _time, _answerTimeout) = (link, protocol, timeProvider, protocol.AnswerTimeout + TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public string Name => $"{_protocol.Name} at {_link.Name}";

    /// <inheritdoc/>
    public string Usage => "A line as the controller knows it; what moves, resets or switches off a protection is refused.";

    /// <inheritdoc/>
    public string? WhyForbidden(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0) return "it holds a character that is not printable ASCII, and could hide a second command";
        return _protocol.WhyForbiddenInConsole(text);
    }

    /// <inheritdoc/>
    public async Task<string> ExchangeAsync(string text, CancellationToken cancellationToken)
    {
        if (WhyForbidden(text) is { } reason) throw new InputException($"the command is forbidden here: {reason}", text, "Use the verb that passes the interlock, such as 'instrument jog'");
        await _link.WriteAsync(Encoding.ASCII.GetBytes(text + _protocol.Framing.RequestEnd), cancellationToken).ConfigureAwait(false);
        var answer = new List<byte>();
        var buffer = new byte[256];
        while (true)
        {
            using var quiet = new CancellationTokenSource(answer.Count == 0 ? _answerTimeout : Quiet, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
            try
            {
                int read = await _link.ReadAsync(buffer, either.Token).ConfigureAwait(false);
                if (read == 0) throw new InstrumentFaultException(Fault.LinkLost, $"{_link.Name} is closed");
                answer.AddRange(buffer.AsSpan(0, read));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (answer.Count == 0) throw new InstrumentFaultException(Fault.AnswerTimeout, FormattableString.Invariant($"'{text}' at {_link.Name}, waited {_answerTimeout.TotalSeconds:0.##} s"));
                return string.Join('\n', Encoding.Latin1.GetString([.. answer]).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
