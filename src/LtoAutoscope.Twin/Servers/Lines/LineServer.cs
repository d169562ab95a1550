using System.Text;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.Lines;

/// <summary>The twin behind a line protocol, told by the same <c>protocol.yaml</c> that the driver reads.</summary>
/// <param name="microscope">The microscope.</param>
/// <param name="protocol">What is spoken.</param>
public sealed class LineServer(TwinMicroscope microscope, ProtocolDefinition protocol) : IWireServer
{
    private readonly TwinQuantities _quantities = new(microscope, protocol);
    private readonly List<LineCommand> _raw = [.. protocol.Commands.Values.Where(command => command.IsRaw)];

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var session = new LineServerSession(microscope, protocol, _quantities);
        var buffer = new byte[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (int i = 0; i < read; i++)
            {
                char sign = (char)buffer[i];
                string answer = "";
                if (_raw.Find(command => command.Request.Template.Length == 1 && command.Request.Template[0] == sign) is { } raw) answer = session.Execute(raw, []);
                else if (protocol.Framing.IsPostfix) answer = TakePostfix(session, line, sign);
                else if (sign is '\r' or '\n') answer = TakeLine(session, line, sign);
                else if (line.Length < protocol.Framing.LongestLine) line.Append(sign);
                if (answer.Length > 0) await link.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellationToken).ConfigureAwait(false);
            }
        }
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
    private static string TakePostfix(LineServerSession session, StringBuilder line, char sign)
    {
        if (!char.IsWhiteSpace(sign))
        {
            line.Append(sign);
            return "";
        }

        if (line.Length == 0 || line[^1] == ' ') return "";
        string text = line.ToString();
        bool isVerb = text[(text.LastIndexOf(' ') + 1)..] is var word && !double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _);
        if (!isVerb)
        {
            line.Append(' ');
            return "";
        }

        line.Clear();
        return session.Answer(text);
    }
}
