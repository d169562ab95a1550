using System.Buffers.Binary;

namespace LtoAutoscope.Domain.Frames;

/// <summary>The IHDR chunk of a PNG file (section 11.2.2 of the specification).</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType)
{
    internal const int Grey = 0;
    internal const int Colour = 2;
    internal const int Palette = 3;
    internal const int GreyAlpha = 4;
    internal const int ColourAlpha = 6;

    internal int Channels => ColourType switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 };

    /// <summary>Bytes of a row without its filter byte.</summary>
    internal int Stride => (Width * Channels * BitDepth + 7) / 8;

    /// <summary>Distance to the byte that filters call the left neighbour.</summary>
    internal int BytesPerPixel => Math.Max(1, Channels * BitDepth / 8);

    internal static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != 13) throw PngChunk.Damaged(name, "its header has a wrong length");
        int width = BinaryPrimitives.ReadInt32BigEndian(data);
        int height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        int depth = data[8];
        int colour = data[9];
        if (width < 1 || height < 1) throw PngChunk.Damaged(name, $"its header says {width} × {height} pixels");
        bool known = colour switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            GreyAlpha => depth is 8 or 16,
            Colour or ColourAlpha => depth == 8,
            _ => false,
        };
        if (!known) throw new InputException($"Colour type {colour} at {depth} bits is not read", name, "Save it as grey with 8 or 16 bits");
        if (data[12] != 0) throw new InputException("The PNG is interlaced, which is not read", name, "Save it without interlacing");
        return new PngHeader(width, height, depth, colour);
    }

    internal byte[] ToBytes()
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        data[8] = (byte)BitDepth;
        data[9] = (byte)ColourType;
        return data;
    }
}
