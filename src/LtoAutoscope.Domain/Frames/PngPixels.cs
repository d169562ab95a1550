namespace LtoAutoscope.Domain.Frames;

/// <summary>From a PNG's unpacked bytes to grey values and labels (sections 7 and 9 of the specification).</summary>
internal static class PngPixels
{
    /// <summary>Takes the filter off every row.</summary>
    internal static void Unfilter(PngHeader header, Stream source, byte[] raw)
    {
        int stride = header.Stride;
        int left = header.BytesPerPixel;
        ReadOnlySpan<byte> above = new byte[stride];
        for (int y = 0; y < header.Height; y++)
        {
            int filter = source.ReadByte();
            Span<byte> row = raw.AsSpan(y * stride, stride);
            source.ReadExactly(row);
            switch (filter)
            {
                case 0: break;
                case 1:
                    for (int i = left; i < stride; i++) row[i] += row[i - left];
                    break;
                case 2:
                    for (int i = 0; i < stride; i++) row[i] += above[i];
                    break;
                case 3:
                    for (int i = 0; i < stride; i++) row[i] += (byte)(((i >= left ? row[i - left] : 0) + above[i]) / 2);
                    break;
                case 4:
                    for (int i = 0; i < stride; i++)
                        row[i] += i >= left ? Paeth(row[i - left], above[i], above[i - left]) : above[i];
                    break;
                case -1: throw new EndOfStreamException();
                default: throw new InvalidDataException($"Filter {filter} does not exist.");
            }

            above = row;
        }
    }

    internal static ushort[] ToGrey(PngHeader header, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> palette)
    {
        var grey = new ushort[header.Width * header.Height];
        int stretch = header is { ColourType: PngHeader.Grey, BitDepth: < 8 } ? 255 / ((1 << header.BitDepth) - 1) : 1;
        for (int y = 0, i = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = raw.Slice(y * header.Stride, header.Stride);
            for (int x = 0; x < header.Width; x++, i++)
            {
                int first = Sample(row, x * header.Channels, header.BitDepth);
                grey[i] = (ushort)(header.ColourType switch
                {
                    PngHeader.Colour or PngHeader.ColourAlpha => Luma(row[(x * header.Channels)..]),
                    PngHeader.Palette => 3 * first + 2 < palette.Length ? Luma(palette[(3 * first)..]) : throw new InvalidDataException("A pixel lies outside the palette."),
                    _ => first * stretch,
                });
            }
        }

        return grey;
    }

    internal static int[] ToLabels(PngHeader header, ReadOnlySpan<byte> raw)
    {
        var labels = new int[header.Width * header.Height];
        bool colour = header.ColourType is PngHeader.Colour or PngHeader.ColourAlpha;
        if (colour && IsGrey(header, raw)) colour = false;
        for (int y = 0, i = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = raw.Slice(y * header.Stride, header.Stride);
            for (int x = 0, first = 0; x < header.Width; x++, i++, first += header.Channels)
                labels[i] = colour ? row[first] + (row[first + 1] << 8) + (row[first + 2] << 16) : Sample(row, first, header.BitDepth);
        }

        return labels;
    }

    private static bool IsGrey(PngHeader header, ReadOnlySpan<byte> raw)
    {
        // Colour has 8 bits a channel, so rows are not padded.
        for (int i = 0; i < raw.Length; i += header.Channels)
            if (raw[i] != raw[i + 1]) return false;
        return true;
    }

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth)
    {
        if (depth == 16) return row[2 * index] << 8 | row[2 * index + 1];
        if (depth == 8) return row[index];
        int bit = index * depth;
        return row[bit >> 3] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
    }

    /// <summary>Rec. 601 luma, rounded; equal channels give their own value.</summary>
    private static int Luma(ReadOnlySpan<byte> rgb) => (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;

    private static byte Paeth(int a, int b, int c)
    {
        int pa = Math.Abs(b - c), pb = Math.Abs(a - c), pc = Math.Abs(a + b - 2 * c);
        return (byte)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
}
