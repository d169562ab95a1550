using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Encodes an image as a TIFF: one strip of 8 bits, not compressed (TIFF 6.0, baseline greyscale), with a maker's own text tag where there is one.</summary>
internal static class TiffPicture
{
    private const ushort Ascii = 2, Long = 4;

    /// <param name="image">The image; 16 bits are cut to 8.</param>
    /// <param name="vendorTag">Number of the maker's tag, above 279; 0 for none.</param>
    /// <param name="vendorText">Its bytes, with a zero at the end.</param>
    public static byte[] Encode(GreyImage image, ushort vendorTag = 0, byte[]? vendorText = null)
    {
        const int header = 8;
        byte[] text = vendorTag == 0 ? [] : vendorText ?? [];
        int entries = text.Length > 0 ? 11 : 10, offset = header + 2 + 12 * entries + 4, shift = image.BitsPerPixel - 8;
        using var stream = new MemoryStream(offset + image.Pixels.Length + text.Length);
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(header);
        writer.Write((ushort)entries);
        (ushort Tag, int Value)[] tags =
        [
            (254, 0), (256, image.Width), (257, image.Height), (258, 8), (259, 1), (262, 1), (273, offset), (277, 1), (278, image.Height), (279, image.Pixels.Length),
        ];
        foreach ((ushort tag, int value) in tags) Entry(tag, Long, 1, value);
        if (text.Length > 0) Entry(vendorTag, Ascii, text.Length, offset + image.Pixels.Length);
        writer.Write(0);
        foreach (ushort value in image.Pixels) writer.Write((byte)(value >> shift));
        writer.Write(text);
        writer.Flush();
        return stream.ToArray();

        void Entry(ushort tag, ushort type, int count, int value)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }
    }
}
