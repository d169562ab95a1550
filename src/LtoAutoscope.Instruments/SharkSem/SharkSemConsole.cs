using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.RawConsole;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// A console for SharkSEM over a control connection of its own: <c>Function i:1 u:2 f:2.5 s:text</c>. Every call asks for a reply, so that a function without a result is told from
/// one that the server does not know.
/// </summary>
public sealed class SharkSemConsole : IRawConsole
{
    private readonly SharkSemConnection _connection;
    private readonly TimeSpan _timeout;

    private SharkSemConsole(SharkSemConnection connection, string name, TimeSpan timeout) => (_connection, Name, _timeout) = (connection, name, timeout);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Usage => "Function, then arguments with their types: i: integer, u: unsigned, f: float, s: string. Example: GetCentering i:3. What moves, vents, ramps or unblanks is refused.";

    /// <summary>Connects.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>.</exception>
    public static async Task<SharkSemConsole> ConnectAsync(SharkSemSettings settings, IWireTap tap, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        TcpLink link = await TcpLink.ConnectAsync(settings.Host, settings.Port, settings.ConnectTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
        return new SharkSemConsole(
            new SharkSemConnection(tap.Listen(link, "console"), settings, timeProvider, loggerFactory.CreateLogger<SharkSemConsole>()), $"sharksem at {link.Name}", settings.AnswerTimeout);
    }

    /// <inheritdoc/>
    public string? WhyForbidden(string text)
    {
        string[] words = Words(text);
        return words.Length == 0 ? null : SharkSemForbidden.Why(words[0], words[1..]);
    }

    /// <inheritdoc/>
    public async Task<string> ExchangeAsync(string text, CancellationToken cancellationToken)
    {
        string[] words = Words(text);
        if (words.Length == 0) return "";
        if (SharkSemForbidden.Why(words[0], words[1..]) is { } reason)
            throw new InputException($"the command is forbidden here: {reason}", text, "Use the verb that passes the interlock, or the microscope's own software");
        if (words[0].Length > SharkSemHeader.MaximumNameLength || !words[0].All(char.IsAsciiLetterOrDigit))
            throw new InputException($"'{words[0]}' is no function name", text, $"Names have 1 to {SharkSemHeader.MaximumNameLength} letters and digits");
        SharkSemBodyWriter arguments = Arguments(text, words[1..]);
        try
        {
            return await _connection.CallAsync(words[0], arguments, reader => Describe(Rest(reader)), cancellationToken, SharkSemFlags.AlwaysReply, _timeout).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.AnswerTimeout)
        {
            throw new InstrumentFaultException(Fault.AnswerTimeout, $"{fault.Detail}; SharkSEM sends no errors: the function is unknown to this server, its arguments are wrong, or it is busy", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The words of a line; <c>s:"two words"</c> stays together.</summary>
    private static string[] Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool isQuoted = false;
        foreach (char character in text)
        {
            if (character == '"') isQuoted = !isQuoted;
            else if (char.IsWhiteSpace(character) && !isQuoted) Push();
            else word.Append(character);
        }

        Push();
        return [.. words];

        void Push()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static SharkSemBodyWriter Arguments(string text, string[] words)
    {
        var writer = new SharkSemBodyWriter();
        foreach (string word in words)
        {
            string value = word.Length > 2 ? word[2..] : "";
            switch (word.Length >= 2 && word[1] == ':' ? word[0] : '?')
            {
                case 'i' when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number): writer.Int(number); break;
                case 'u' when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number): writer.UInt(number); break;
                case 'f' when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number): writer.Float(number); break;
                case 's': writer.String(value); break;
                default: throw new InputException($"'{word}' is no argument", text, "Write i:-1, u:7, f:2.5 or s:text");
            }
        }

        return writer;
    }

    private static byte[] Rest(SharkSemBodyReader reader)
    {
        var bytes = new List<byte>();
        Span<byte> four = stackalloc byte[4];
        while (!reader.AtEnd)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, reader.UInt());
            bytes.AddRange(four);
        }

        return [.. bytes];
    }

    /// <summary>A body without its types: what can be a string is shown as one, or as a number where it reads as one; everything else is an integer.</summary>
    private static string Describe(ReadOnlySpan<byte> body)
    {
        if (body.Length == 0) return "done, no result";
        var parts = new List<string>();
        while (body.Length >= 4)
        {
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(body);
            ReadOnlySpan<byte> rest = body[4..];
            if (value > 0 && value <= rest.Length && IsText(rest[..(int)value], out string text))
            {
                parts.Add(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"f:{text}" : $"s:\"{text}\"");
                body = body[(4 + Math.Min(rest.Length, ((int)value + 3) / 4 * 4))..];
                continue;
            }

            parts.Add($"i:{unchecked((int)value).ToString(CultureInfo.InvariantCulture)}");
            body = rest;
        }

        return string.Join(' ', parts);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, out string text)
    {
        int end = bytes.IndexOf((byte)0);
        text = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
        return end >= 0 && text.All(character => character is '\n' or '\r' or '\t' or >= ' ' and <= '~');
    }
}
