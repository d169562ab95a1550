using System.Buffers.Binary;
using System.IO.Compression;

namespace LtoAutoscope.Fem.Tests.Output;

/// <summary>Reads the arrays of a VTK file as its documentation describes them.</summary>
internal static class VtiReader
{
    /// <summary>The bytes of an array. Header and blocks are encoded each by itself: the header's characters end where its own padding does.</summary>
    internal static byte[] Unpack(string text)
    {
        int blocks = BinaryPrimitives.ReadInt32LittleEndian(Convert.FromBase64String(text[..8]));
        int headerBytes = 4 * (3 + blocks), headerChars = (headerBytes + 2) / 3 * 4;
        byte[] header = Convert.FromBase64String(text[..headerChars]), packed = Convert.FromBase64String(text[headerChars..]);
        using var result = new MemoryStream();
        int at = 0;
        for (int b = 0; b < blocks; b++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12 + (4 * b)));
            using var reader = new ZLibStream(new MemoryStream(packed, at, length), CompressionMode.Decompress);
            reader.CopyTo(result);
            at += length;
        }

        return result.ToArray();
    }
}
