using System.Buffers.Binary;
using System.Text;

namespace LtoAutoscope.Domain.Frames;

/// <summary>Words in a PNG file (sections 11.3.4.3 and 11.3.4.5 of the specification): <c>tEXt</c> for Latin-1, <c>iTXt</c> for the rest.</summary>
public static class PngText
{
    private const int SignatureLength = 8, HeaderChunkLength = 25, LongestKey = 79;

    /// <summary>A PNG with texts added behind its header.</summary>
    /// <param name="png">The file.</param>
    /// <param name="facts">Keys, cut to 79 letters, and values.</param>
    public static byte[] Add(byte[] png, IReadOnlyList<KeyValuePair<string, string>> facts)
    {
        ArgumentNullException.ThrowIfNull(png);
        ArgumentNullException.ThrowIfNull(facts);
        using var stream = new MemoryStream(png.Length + 4096);
        stream.Write(png.AsSpan(0, SignatureLength + HeaderChunkLength));
        foreach ((string key, string value) in facts)
        {
            string name = key.Length > LongestKey ? key[..LongestKey] : key;
            if (value.All(letter => letter is >= ' ' and <= 'ÿ' or '\n')) PngChunk.Write(stream, "tEXt", [.. Encoding.Latin1.GetBytes(name), 0, .. Encoding.Latin1.GetBytes(value)]);
            else PngChunk.Write(stream, "iTXt", [.. Encoding.Latin1.GetBytes(name), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(value)]);
        }

        stream.Write(png.AsSpan(SignatureLength + HeaderChunkLength));
        return stream.ToArray();
    }

    /// <summary>The texts of a PNG.</summary>
    /// <param name="png">The file, whole.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> png)
    {
        List<KeyValuePair<string, string>> facts = [];
        for (int at = SignatureLength; at + 12 <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (length < 0 || at + 12 + length > png.Length) break;
            ReadOnlySpan<byte> kind = png.Slice(at + 4, 4), data = png.Slice(at + 8, length);
            int end = data.IndexOf((byte)0);
            if (end > 0 && kind.SequenceEqual("tEXt"u8)) facts.Add(new(Encoding.Latin1.GetString(data[..end]), Encoding.Latin1.GetString(data[(end + 1)..])));
            if (end > 0 && kind.SequenceEqual("iTXt"u8) && data.Length >= end + 5) facts.Add(new(Encoding.Latin1.GetString(data[..end]), Encoding.UTF8.GetString(data[(end + 5)..])));
            at += 12 + length;
        }

        return facts;
    }
}
