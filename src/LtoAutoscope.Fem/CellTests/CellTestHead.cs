using System.Text;
using LtoAutoscope.Fem.CellTests.Formats;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>The beginning of a file, by which its kind and its encoding are told.</summary>
public sealed class CellTestHead
{
    private const int Length = 1 << 16;

    /// <summary>The longest head, for a file that says that its header row lies further in.</summary>
    private const int LongestLength = 1 << 24;

    /// <summary>Lines that are to follow the header row.</summary>
    private const int LinesBehind = 100;

    private const int Gb18030 = 54936;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private CellTestHead(byte[] bytes, bool isWhole)
    {
        Bytes = bytes;
        IsWhole = isWhole;
        Encoding = EncodingOf(bytes, isWhole);
        IsText = Encoding is UnicodeEncoding || !bytes.AsSpan().Contains((byte)0);
        Lines = IsText ? Split(Encoding, bytes, isWhole) : [];
    }

    /// <summary>Its first bytes: 64 KiB, up to 16 MiB where it says that its header row lies further in, or all of it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether these are all of it.</summary>
    public bool IsWhole { get; }

    /// <summary>The encoding: by its byte order mark, else UTF-8 where it is valid, else GB 18030 where that gives a Chinese voltage or current, else ISO 8859-1.</summary>
    public Encoding Encoding { get; }

    /// <summary>Whether it can be text.</summary>
    public bool IsText { get; }

    /// <summary>Its whole lines; empty where it is no text.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Reads the beginning and goes back to it.</summary>
    /// <param name="stream">A seekable stream.</param>
    public static CellTestHead Of(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CellTestHead head = Of(stream, Length);
        if (BioLogicTextReader.HeaderLineOf(head) is not { } header) return head;
        for (int length = 4 * Length; length <= LongestLength && !head.IsWhole && head.Lines.Count - LinesBehind < header; length *= 4) head = Of(stream, length);
        return head;
    }

    private static CellTestHead Of(Stream stream, int length)
    {
        stream.Position = 0;
        byte[] bytes = new byte[(int)Math.Min(length, stream.Length)];
        stream.ReadExactly(bytes);
        stream.Position = 0;
        return new CellTestHead(bytes, bytes.Length == stream.Length);
    }

    /// <summary>Whether it begins with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> magic) => Bytes.Span.StartsWith(magic);

    private static Encoding EncodingOf(byte[] bytes, bool isWhole)
    {
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        // A character may be cut at the end of the head.
        int end = bytes.Length;
        for (int back = 0; !isWhole && back < 4 && end > 0 && bytes[end - 1] >= 0x80; back++) end--;
        try
        {
            StrictUtf8.GetCharCount(bytes, 0, end);
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (DecoderFallbackException)
        {
            return IsChinese(bytes, isWhole) ? CodePagesEncodingProvider.Instance.GetEncoding(Gb18030)! : Encoding.Latin1;
        }
    }

    /// <summary>Whether the bytes are valid GB 18030 and name a voltage or current in Chinese.</summary>
    private static bool IsChinese(byte[] bytes, bool isWhole)
    {
        // No character holds a line feed, so a whole number of lines holds whole characters.
        int end = isWhole ? bytes.Length : bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        try
        {
            string text = CodePagesEncodingProvider.Instance.GetEncoding(Gb18030, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!.GetString(bytes, 0, end);
            return text.Contains("电压", StringComparison.Ordinal) || text.Contains("电流", StringComparison.Ordinal) || text.Contains("循环", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static List<string> Split(Encoding encoding, byte[] bytes, bool isWhole)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), encoding);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        // The last line may go on behind the head.
        if (!isWhole && lines.Count > 1) lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
