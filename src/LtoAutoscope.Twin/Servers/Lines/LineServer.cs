using System.Text;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>The twin behind a line protocol, told by the same <c>protocol.yaml</c> that the driver reads.</summary>
/// <param name="microscope">The microscope.</param>
/// <param name="protocol">What is spoken.</param>
public sealed class LineServer(TwinMicroscope microscope, ProtocolDefinition protocol) : IWireServer
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private readonly TwinQuantities _quantities = new(microscope, protocol);
    private readonly LineMoves _moves = new(microscope.Stage, protocol.Stage?.WhileMoving ?? MovesInMotion.Refuse);
    private readonly List<LineCommand> _raw = [.. protocol.Commands.Values.Where(command => command.IsRaw)];

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var session = new LineServerSession(microscope, protocol, _quantities, _moves);
        using var oneWriter = new SemaphoreSlim(1, 1);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task advancing = AdvanceAsync(link, session, oneWriter, end.Token);
        try
        {
            await AnswerAsync(link, session, oneWriter, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await advancing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Begins moves that waited and pushes what is told unasked, for as long as a client is there.</summary>
    private static async Task AdvanceAsync(IByteLink link, LineServerSession session, SemaphoreSlim oneWriter, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Tick, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            await oneWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (session.Advance() is { Length: > 0 } push) await link.WriteAsync(Encoding.Latin1.GetBytes(push), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                oneWriter.Release();
            }
        }
    }

    private async Task AnswerAsync(IByteLink link, LineServerSession session, SemaphoreSlim oneWriter, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (int i = 0; i < read; i++)
            {
                await oneWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    string answer = Take(session, line, (char)buffer[i]);
                    if (answer.Length > 0) await link.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    oneWriter.Release();
                }
            }
        }
    }

    private string Take(LineServerSession session, StringBuilder line, char sign)
    {
        if (_raw.Find(command => command.Request.Template.Length == 1 && command.Request.Template[0] == sign) is { } raw) return session.Execute(raw, []);
        if (protocol.Framing.IsPostfix) return TakePostfix(session, line, sign, protocol.Framing.LongestLine);
        if (sign is '\r' or '\n') return TakeLine(session, line, sign);
        if (line.Length < protocol.Framing.LongestLine) line.Append(sign);
        return "";
    }

    /// <summary>A line feed behind a carriage return belongs to it; an empty line is a request only where the protocol has one.</summary>
    private string TakeLine(LineServerSession session, StringBuilder line, char sign)
    {
        bool ends = protocol.Framing.RequestEnd.Contains(sign, StringComparison.Ordinal) || line.Length > 0;
        if (!ends) return "";
        string text = line.ToString();
        line.Clear();
        return session.Answer(text);
    }

    /// <summary>Words come one by one; the verb, the last of them, tells that the request is whole.</summary>
    private static string TakePostfix(LineServerSession session, StringBuilder line, char sign, int longest)
    {
        if (!char.IsWhiteSpace(sign))
        {
            if (line.Length < longest) line.Append(sign);
            return "";
        }

        if (line.Length == 0 || line[^1] == ' ') return "";
        string text = line.ToString();
        bool isVerb = text[(text.LastIndexOf(' ') + 1)..] is var word && !double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _);
        if (!isVerb && line.Length < longest)
        {
            line.Append(' ');
            return "";
        }

        line.Clear();
        return session.Answer(text);
    }
}
