using System.Buffers.Binary;
using System.IO.Compression;

namespace LtoAutoscope.Domain.Frames;

/// <summary>
/// Reads and writes PNG files of grey images and of instance masks. It knows what a micrograph needs and no more: every colour
/// type of 8 bits, grey of 1 to 16 bits, no interlacing.
/// </summary>
/// <remarks>Source: W3C, Portable Network Graphics (PNG) Specification, second edition, 2003. Thread safety: no state.</remarks>
public static class PngImage
{
    private const int LargestSide = 65_536;
    private const int RowsOfOneFilter = 16;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads an image as grey. Colour becomes grey by luma (Rec. 601); transparency is ignored; less than 8 bits are stretched to 8.</summary>
    /// <param name="source">The file, from its first byte on.</param>
    /// <param name="name">What to call the file in a message.</param>
    /// <exception cref="InputException">The bytes are no PNG, are damaged, or are of a kind that is not read (interlaced, 16-bit colour).</exception>
    public static GreyImage Read(Stream source, string name)
    {
        PngHeader header = ReadRaw(source, name, out byte[] raw, out byte[] palette);
        try
        {
            return new GreyImage(header.Width, header.Height, header.BitDepth == 16 ? 16 : 8, PngPixels.ToGrey(header, raw, palette));
        }
        catch (InvalidDataException e)
        {
            throw PngChunk.Damaged(name, "a pixel lies outside its palette", e);
        }
    }

    /// <summary>
    /// Reads an instance mask: the labels are the values of a grey PNG, unstretched, the indices of one with a palette, or R + 256 G + 65536 B of a colour one
    /// (R where red and green are equal throughout). Transparency is ignored.
    /// </summary>
    /// <inheritdoc cref="Read"/>
    public static LabelImage ReadLabels(Stream source, string name)
    {
        PngHeader header = ReadRaw(source, name, out byte[] raw, out _);
        return new LabelImage(header.Width, header.Height, PngPixels.ToLabels(header, raw));
    }

    /// <summary>Writes an image at its own depth.</summary>
    public static void Write(GreyImage image, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        WriteRaw(image.Width, image.Height, image.BitsPerPixel, i => image.Pixels[i], destination);
    }

    /// <summary>Writes an instance mask with 16 bits a pixel.</summary>
    /// <exception cref="ArgumentException">A label lies outside 0…65535.</exception>
    public static void WriteLabels(LabelImage labels, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(labels);
        foreach (int label in labels.Labels)
            if ((uint)label > ushort.MaxValue) throw new ArgumentException($"Label {label} does not fit into 16 bits.", nameof(labels));
        WriteRaw(labels.Width, labels.Height, 16, i => (ushort)labels.Labels[i], destination);
    }

    private static PngHeader ReadRaw(Stream source, string name, out byte[] raw, out byte[] palette)
    {
        ArgumentNullException.ThrowIfNull(source);
        PngHeader? header = null;
        palette = [];
        using var packed = new MemoryStream();
        try
        {
            Span<byte> start = stackalloc byte[8];
            if (source.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start.SequenceEqual(Signature))
                throw new InputException("The file is no PNG", name, "Give a PNG file");
            while (true)
            {
                (string kind, byte[] data) = PngChunk.Read(source, name);
                if (kind == "IEND") break;
                if (kind == "IHDR") header = PngHeader.Parse(data, name);
                else if (kind == "PLTE") palette = data;
                else if (kind == "IDAT") packed.Write(data);
            }

            if (header is null) throw PngChunk.Damaged(name, "it has no header");
            if (header.Width > LargestSide || header.Height > LargestSide || (long)header.Width * header.Height > 1 << 29)
                throw new InputException($"{header.Width} × {header.Height} pixels are too many", name, "Cut the image into parts");
            raw = new byte[checked(header.Stride * header.Height)];
            packed.Position = 0;
            using var unpacker = new ZLibStream(packed, CompressionMode.Decompress);
            PngPixels.Unfilter(header, unpacker, raw);
            return header;
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw PngChunk.Damaged(name, "it ends too early or its pixels cannot be unpacked", e);
        }
    }

    private static void WriteRaw(int width, int height, int bits, Func<int, ushort> value, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        int bytes = bits / 8;
        int stride = width * bytes;
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var above = new byte[stride];
            var row = new byte[stride];
            var line = new byte[stride + 1];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    ushort v = value(y * width + x);
                    if (bytes == 2) BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * x), v);
                    else row[x] = (byte)Math.Min((int)v, 255);
                }

                // A full row now and then lets a reader start over; between them the difference to the row above packs well.
                line[0] = y % RowsOfOneFilter == 0 ? (byte)0 : (byte)2;
                for (int i = 0; i < stride; i++) line[i + 1] = line[0] == 0 ? row[i] : (byte)(row[i] - above[i]);
                packer.Write(line);
                (above, row) = (row, above);
            }
        }

        destination.Write(Signature);
        PngChunk.Write(destination, "IHDR", new PngHeader(width, height, bits, PngHeader.Grey).ToBytes());
        PngChunk.Write(destination, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        PngChunk.Write(destination, "IEND", []);
    }
}
