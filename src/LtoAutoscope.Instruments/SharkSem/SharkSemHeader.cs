using System.Buffers.Binary;
using System.Text;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// The 32 bytes before every message, little-endian: name (16, NUL-padded), body size (4), id (4), flags (2), queue (2), reserved (4).
/// Source: SharkSEM remote control, documents 2.0.22 and 2.0.25; see firmware-protocols/sharksem.
/// </summary>
/// <param name="Function">Name of the function, 1…15 ASCII characters, case-sensitive.</param>
/// <param name="BodySize">Bytes that follow, padding included.</param>
/// <param name="Id">Chosen by the sender, copied into the reply.</param>
/// <param name="Flags">Request flags; 0 in replies.</param>
/// <param name="Queue">Queue, 0 unless the server has several; copied into the reply.</param>
public readonly record struct SharkSemHeader(string Function, uint BodySize, uint Id, SharkSemFlags Flags = SharkSemFlags.None, ushort Queue = 0)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 32;

    /// <summary>Longest name of a function, characters.</summary>
    public const int MaximumNameLength = 15;

    internal const int BodySizeOffset = 16;

    private const int NameSize = 16;

    /// <summary>Writes the header into the first 32 bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long or not ASCII.</exception>
    public void Write(Span<byte> destination)
    {
        if (Function.Length is 0 or > MaximumNameLength || !Ascii.IsValid(Function))
            throw new ArgumentException($"'{Function}' is no SharkSEM function name: 1 to {MaximumNameLength} ASCII characters.");
        destination[..Size].Clear();
        Encoding.ASCII.GetBytes(Function, destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], BodySize);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], Id);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[24..], (ushort)Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[26..], Queue);
    }

    /// <summary>Reads a header from 32 bytes; any bytes give a header, a name without NUL is taken whole.</summary>
    public static SharkSemHeader Read(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> name = source[..NameSize];
        int end = name.IndexOf((byte)0);
        if (end >= 0) name = name[..end];
        return new SharkSemHeader(
            Encoding.Latin1.GetString(name),
            BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[20..]),
            (SharkSemFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt16LittleEndian(source[26..]));
    }
}
