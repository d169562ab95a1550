using System.Buffers.Binary;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>One field of a TIFF directory.</summary>
/// <param name="Tag">Number of the tag.</param>
/// <param name="Type">Field type, 1…18 (TIFF 6.0 section 2; 16 to 18 are BigTIFF's).</param>
/// <param name="Count">How many values the directory claims.</param>
/// <param name="Data">The values' bytes; empty where they would lie outside the file.</param>
/// <param name="IsBigEndian">Order of the bytes in a value.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, ulong Count, ReadOnlyMemory<byte> Data, bool IsBigEndian)
{
    /// <summary>Whether the values lie inside the file.</summary>
    internal bool IsWhole => Data.Length > 0 || Count == 0;

    /// <summary>Bytes of one value of a type; 0 for a type that TIFF does not know.</summary>
    internal static int SizeOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>A value of an unsigned integer type; null for another type, or outside.</summary>
    internal ulong? Integer(int index = 0)
    {
        int size = SizeOf(Type);
        if (index < 0 || size == 0 || (long)(index + 1) * size > Data.Length) return null;
        ReadOnlySpan<byte> bytes = Data.Span.Slice(index * size, size);
        return Type switch
        {
            1 => bytes[0],
            3 => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 or 13 => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            16 or 18 => IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => null,
        };
    }

    /// <summary>The first value as a number: integers, RATIONAL, FLOAT and DOUBLE; null for another type or 0/0.</summary>
    internal double? Number()
    {
        if (Integer() is ulong whole) return whole;
        if (Data.Length < SizeOf(Type)) return null;
        ReadOnlySpan<byte> bytes = Data.Span;
        switch (Type)
        {
            case 5:
                uint above = IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                uint below = IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
                return below == 0 ? null : (double)above / below;
            case 11: return IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case 12: return IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            default: return null;
        }
    }
}
