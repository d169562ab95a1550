using System.Text;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>Text as makers write it: UTF-8, UTF-16 with or without a mark, or a Windows code page.</summary>
internal static class VendorText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes bytes whose encoding nobody tells; what is no UTF is taken for Latin-1. Zeros at the end are left out.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]).TrimEnd('\0');
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]).TrimEnd('\0');
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        if (IsWide(bytes)) return Encoding.Unicode.GetString(bytes).TrimEnd('\0');
        bytes = bytes.TrimEnd((byte)0);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>Lines, whatever ends them.</summary>
    internal static IEnumerable<string> Lines(string text)
        => text.Split(['\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Little-endian UTF-16 without a mark: nearly every second byte of the beginning is zero.</summary>
    private static bool IsWide(ReadOnlySpan<byte> bytes)
    {
        int pairs = Math.Min(bytes.Length / 2, 64), zeros = 0;
        for (int i = 0; i < pairs; i++)
            if (bytes[2 * i] != 0 && bytes[2 * i + 1] == 0) zeros++;
        return pairs >= 4 && zeros > 0.9 * pairs;
    }
}
