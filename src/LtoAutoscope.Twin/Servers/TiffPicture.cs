using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Encodes an image as a TIFF: one strip of 8 bits, not compressed (TIFF 6.0, baseline greyscale).</summary>
internal static class TiffPicture
{
    public static byte[] Encode(GreyImage image)
    {
        const int header = 8, entries = 10, directory = 2 + 12 * entries + 4, offset = header + directory;
        int shift = image.BitsPerPixel - 8;
        using var stream = new MemoryStream(offset + image.Pixels.Length);
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(header);
        writer.Write((ushort)entries);
        (ushort Tag, int Value)[] tags =
        [
            (254, 0), (256, image.Width), (257, image.Height), (258, 8), (259, 1), (262, 1), (273, offset), (277, 1), (278, image.Height), (279, image.Pixels.Length),
        ];
        foreach ((ushort tag, int value) in tags)
        {
            writer.Write(tag);
            writer.Write((ushort)4);
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        foreach (ushort value in image.Pixels) writer.Write((byte)(value >> shift));
        writer.Flush();
        return stream.ToArray();
    }
}
