using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// The pixels of one page: 8- and 16-bit grey as they are, palettes and colour as 8-bit luma. Plain strips are copied straight from the file; everything else is
/// decoded by LibTiff, which is shown no field that it does not need.
/// </summary>
internal static class TiffPixels
{
    /// <summary>The most that any codec of TIFF can pack: LZW, 12 bits for 4096 bytes.</summary>
    private const long LargestPacking = 4096;

    /// <summary>Reads a page.</summary>
    /// <exception cref="InputException">Truncated, too large, or of a kind that is not read.</exception>
    internal static GreyImage Read(byte[] bytes, TiffLayout layout, TiffPage page, string name)
    {
        var shape = TiffShape.Of(page, name);
        ImageReader.CheckSize(shape.Width, shape.Height, name);
        if (shape.IsGrey && shape is { Compression: 1, IsTiled: false } && Plain(bytes, page, shape, name) is { } plain) return plain;
        CheckPlausible(page, shape, name);
        layout.Isolate(page);
        QuietTiffErrors.Install();
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            using Tiff tiff = Tiff.ClientOpen(name, "r", stream, new UnownedTiffStream())
                ?? throw Damaged(name, QuietTiffErrors.Take("its header is damaged"));
            QuietTiffErrors.Take("");
            GreyImage image = shape.IsGrey || shape.IsPlainPalette ? Grey(tiff, page, shape, name) : Paint(tiff, shape, name);

            // Some of its codecs give what they have and only complain.
            string complaint = QuietTiffErrors.Take("");
            return complaint.Length == 0 ? image : throw Damaged(name, complaint);
        }
        catch (Exception e) when (e is not (InputException or OutOfMemoryException))
        {
            // The decoder meets hostile data with exceptions of every kind.
            throw Damaged(name, "the data do not fit the header", e);
        }
    }

    /// <summary>Uncompressed strips; null where the fields do not tell enough. The byte counts are not asked: some makers write them wrong.</summary>
    private static GreyImage? Plain(byte[] bytes, TiffPage page, TiffShape shape, string name)
    {
        if (!page.Entries.TryGetValue(273, out TiffEntry offsets) || shape.IsBitReversed) return null;
        int rowBytes = shape.Width * shape.Bits / 8, rowsPerStrip = (int)Math.Min(page.Integer(278) ?? shape.Height, shape.Height);
        if (rowsPerStrip < 1) return null;
        if (!HasRoom(bytes.Length, (long)rowBytes * shape.Height)) throw Truncated(name, shape);
        var image = new GreyImage(shape.Width, shape.Height, shape.Bits);
        for (int y = 0; y < shape.Height; y++)
        {
            if (offsets.Integer(y / rowsPerStrip) is not ulong start) throw Damaged(name, Row(y, shape));
            long at = (long)Math.Min(start, long.MaxValue / 2) + (long)(y % rowsPerStrip) * rowBytes;
            if (at + rowBytes > bytes.Length) throw Damaged(name, Row(y, shape));
            Store(bytes.AsSpan((int)at, rowBytes), image, y * shape.Width, shape.Width, offsets.IsBigEndian);
        }

        return shape.IsWhiteZero ? Inverted(image) : image;
    }

    private static GreyImage Grey(Tiff tiff, TiffPage page, TiffShape shape, string name)
    {
        GreyImage image = Decode(0xA5);

        // Some codecs leave what a truncated strip lacks as the buffer was, without a word: decoded into other buffers, it shows.
        if (shape.Compression != 1 && !image.Pixels.AsSpan().SequenceEqual(Decode(0x5A).Pixels)) throw Truncated(name, shape);
        if (shape.IsPlainPalette) return Mapped(image, page, name);
        return shape.IsWhiteZero ? Inverted(image) : image;

        GreyImage Decode(byte blank)
        {
            var decoded = new GreyImage(shape.Width, shape.Height, shape.Bits);
            if (tiff.IsTiled()) ReadTiles(tiff, name, decoded, blank);
            else ReadRows(tiff, name, decoded, shape, blank);
            return decoded;
        }
    }

    private static void ReadRows(Tiff tiff, string name, GreyImage image, TiffShape shape, byte blank)
    {
        byte[] row = new byte[Math.Max(tiff.ScanlineSize(), image.Width * image.BitsPerPixel / 8)];
        for (int y = 0; y < image.Height; y++)
        {
            row.AsSpan().Fill(blank);
            if (!tiff.ReadScanline(row, y)) throw Damaged(name, Row(y, shape));
            Store(row, image, y * image.Width, image.Width, !BitConverter.IsLittleEndian);
        }
    }

    private static void ReadTiles(Tiff tiff, string name, GreyImage image, byte blank)
    {
        int width = tiff.GetField(TiffTag.TILEWIDTH)[0].ToInt(), height = tiff.GetField(TiffTag.TILELENGTH)[0].ToInt();
        if (width < 1 || height < 1) throw Damaged(name, "its tiles have no size");
        ImageReader.CheckSize(width, height, name);
        byte[] tile = new byte[tiff.TileSize()];
        int rowBytes = tiff.TileRowSize();
        for (int y = 0; y < image.Height; y += height)
        {
            for (int x = 0; x < image.Width; x += width)
            {
                tile.AsSpan().Fill(blank);
                if (tiff.ReadTile(tile, 0, x, y, 0, 0) < 0)
                    throw Damaged(name, string.Create(CultureInfo.InvariantCulture, $"the tile at {x}, {y} is missing"));
                int count = Math.Min(width, image.Width - x);
                for (int dy = 0; dy < height && y + dy < image.Height; dy++)
                    Store(tile.AsSpan(dy * rowBytes, rowBytes), image, (y + dy) * image.Width + x, count, !BitConverter.IsLittleEndian);
            }
        }
    }

    /// <summary>Compiled in full at its first call: a single file of a large picture is otherwise read before the compiler gets to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(ReadOnlySpan<byte> row, GreyImage image, int first, int count, bool isBigEndian)
    {
        Span<ushort> target = image.Pixels.AsSpan(first, count);
        row = row[..(count * image.BitsPerPixel / 8)];
        if (image.BitsPerPixel == 8)
            for (int i = 0; i < row.Length; i++) target[i] = row[i];
        else if (isBigEndian)
            for (int i = 0; i < count; i++) target[i] = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]);
        else
            for (int i = 0; i < count; i++) target[i] = BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * i)..]);
    }

    private static GreyImage Inverted(GreyImage image)
    {
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(image.MaximumValue - image.Pixels[i]);
        return image;
    }

    /// <summary>Palette entries have 16 bits; some makers fill in 8, which is seen by none being larger.</summary>
    private static GreyImage Mapped(GreyImage image, TiffPage page, string name)
    {
        TiffEntry map = page.Entries.GetValueOrDefault((ushort)320);
        ushort[] table = new ushort[256];
        int[] values = new int[768];
        for (int i = 0; i < values.Length; i++)
            values[i] = map.Integer(i) is ulong value ? (int)value : throw Damaged(name, "its palette is cut off");
        int shift = values.Max() > 255 ? 8 : 0;
        for (int i = 0; i < table.Length; i++) table[i] = Luma.Of(values[i] >> shift, values[256 + i] >> shift, values[512 + i] >> shift);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = table[image.Pixels[i]];
        return image;
    }

    private static GreyImage Paint(Tiff tiff, TiffShape shape, string name)
    {
        if (!tiff.RGBAImageOK(out string reason))
            throw new InputException($"The TIFF is of a kind that is not read ({reason})", name, "Export the image as grey with 8 or 16 bits a pixel");
        int[] raster = new int[shape.Width * shape.Height];
        if (!tiff.ReadRGBAImageOriented(shape.Width, shape.Height, raster, Orientation.TOPLEFT, true)) throw Damaged(name, QuietTiffErrors.Take("its data end too early"));
        var image = new GreyImage(shape.Width, shape.Height, 8);
        for (int i = 0; i < raster.Length; i++) image.Pixels[i] = Luma.Of(Tiff.GetR(raster[i]), Tiff.GetG(raster[i]), Tiff.GetB(raster[i]));
        return image;
    }

    /// <summary>Refuses a page whose packed data could not hold its pixels, before memory is taken for them.</summary>
    private static void CheckPlausible(TiffPage page, TiffShape shape, string name)
    {
        ushort tag = shape.IsTiled ? (ushort)325 : (ushort)279;
        if (!page.Entries.TryGetValue(tag, out TiffEntry counts) || !counts.IsWhole) throw Damaged(name, "it does not tell where its pixels lie");
        long packed = 0;
        for (int i = 0; counts.Integer(i) is ulong count; i++) packed += (long)Math.Min(count, int.MaxValue);
        if (!HasRoom(packed * (shape.Compression == 1 ? 1 : LargestPacking), (long)shape.Width * shape.Height * shape.Bits * shape.Samples / 8)) throw Truncated(name, shape);
    }

    private static bool HasRoom(long held, long needed) => held >= needed;

    private static string Row(int y, TiffShape shape) => string.Create(CultureInfo.InvariantCulture, $"row {y} of {shape.Height} is missing");

    private static InputException Truncated(string name, TiffShape shape)
        => Damaged(name, string.Create(CultureInfo.InvariantCulture, $"it is too short for {shape.Width} × {shape.Height} pixels of {shape.Bits * shape.Samples} bits"));

    private static InputException Damaged(string name, string why, Exception? inner = null)
        => new($"The TIFF is damaged or truncated ({why})", name, "Copy the file again from the microscope", inner);

    /// <summary>Leaves the caller's stream open.</summary>
    internal sealed class UnownedTiffStream : TiffStream
    {
        public override void Close(object clientData)
        {
        }
    }
}
