using System.Buffers.Binary;
using System.Text;

namespace LtoAutoscope.Domain.Frames;

/// <summary>Chunks of a PNG file with their CRC (sections 5.3 to 5.5 and annex D of the specification).</summary>
internal static class PngChunk
{
    private const int LargestLength = 1 << 30;
    private static readonly uint[] Table = MakeTable();

    internal static InputException Damaged(string name, string detail, Exception? inner = null)
        => new($"The PNG is damaged: {detail}", name, "Copy the file again from where it came", inner);

    internal static (string Kind, byte[] Data) Read(Stream source, string name)
    {
        Span<byte> head = stackalloc byte[8];
        source.ReadExactly(head);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length > LargestLength) throw Damaged(name, $"a chunk claims {length} bytes");
        if (source.CanSeek && length > source.Length - source.Position) throw new EndOfStreamException();
        var data = new byte[length];
        source.ReadExactly(data);
        Span<byte> tail = stackalloc byte[4];
        source.ReadExactly(tail);
        string kind = Encoding.ASCII.GetString(head[4..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(tail) != Crc(head[4..], data)) throw Damaged(name, $"the checksum of chunk {kind} does not match");
        return (kind, data);
    }

    internal static void Write(Stream destination, string kind, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        Encoding.ASCII.GetBytes(kind, head[4..]);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(tail, Crc(head[4..], data));
        destination.Write(head);
        destination.Write(data);
        destination.Write(tail);
    }

    private static uint Crc(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFF_FFFF;
        foreach (byte b in kind) crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        foreach (byte b in data) crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint c = n;
            for (int k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB8_8320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
