using System.Buffers;
using System.Globalization;
using System.Text;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>
/// Bytes as text that tools and people read, and back: printable ASCII as it is, <c>\r \n \t \" \\</c>, everything else as <c>\xHH</c>.
/// </summary>
public static class WireText
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(value => (byte)value).Where(value => value is not ((byte)'"' or (byte)'\\'))]);

    /// <summary>Writes bytes as text.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyExcept(Plain)) return Encoding.ASCII.GetString(bytes);
        var text = new StringBuilder(bytes.Length * 2);
        foreach (byte value in bytes)
        {
            switch (value)
            {
                case (byte)'\r': text.Append("\\r"); break;
                case (byte)'\n': text.Append("\\n"); break;
                case (byte)'\t': text.Append("\\t"); break;
                case (byte)'"' or (byte)'\\': text.Append('\\').Append((char)value); break;
                case >= 0x20 and < 0x7F: text.Append((char)value); break;
                default: text.Append("\\x").Append(value.ToString("X2", CultureInfo.InvariantCulture)); break;
            }
        }

        return text.ToString();
    }

    /// <summary>Reads text back.</summary>
    /// <exception cref="FormatException">It holds an escape that is none, or a character that is not ASCII.</exception>
    public static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~') throw new FormatException($"character {(int)text[i]} is not escaped");
            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            char kind = ++i < text.Length ? text[i] : throw new FormatException("the text ends in a backslash");
            bytes.Add(kind switch
            {
                'r' => (byte)'\r',
                'n' => (byte)'\n',
                't' => (byte)'\t',
                '"' or '\\' => (byte)kind,
                'x' => Hexadecimal(text, ref i),
                _ => throw new FormatException($"'\\{kind}' is no escape"),
            });
        }

        return [.. bytes];
    }

    private static byte Hexadecimal(ReadOnlySpan<char> text, ref int i)
    {
        if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            throw new FormatException("\\x wants two hexadecimal digits");
        i += 2;
        return value;
    }
}
