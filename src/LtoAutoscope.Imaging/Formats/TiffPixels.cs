using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Opens TIFF streams and turns their first page into grey pixels.</summary>
internal static class TiffPixels
{
    static TiffPixels() => QuietTiffErrors.Install();

    /// <summary>Opens a seekable stream for reading.</summary>
    /// <exception cref="InputException">The bytes are no TIFF.</exception>
    internal static Tiff Open(Stream source, string name)
    {
        try
        {
            return Tiff.ClientOpen(name, "r", source, new UnownedTiffStream())
                ?? throw new InputException($"The file is no readable TIFF ({QuietTiffErrors.Take("its header is damaged")})", name, "Give the file as the microscope wrote it");
        }
        catch (Exception e) when (e is not InputException and not IOException)
        {
            throw new InputException("The file is no readable TIFF (its header is damaged)", name, "Give the file as the microscope wrote it", e);
        }
    }

    /// <summary>The pixels of the present page: 8- and 16-bit grey as they are, everything else that the library can paint as 8-bit luma.</summary>
    /// <exception cref="InputException">Truncated, too large, or of a kind that is not read.</exception>
    internal static GreyImage Read(Tiff tiff, string name)
    {
        int width = Integer(tiff, TiffTag.IMAGEWIDTH), height = Integer(tiff, TiffTag.IMAGELENGTH);
        ImageReader.CheckSize(width, height, name);
        int bits = Integer(tiff, TiffTag.BITSPERSAMPLE), samples = Integer(tiff, TiffTag.SAMPLESPERPIXEL);
        var photometric = (Photometric)Integer(tiff, TiffTag.PHOTOMETRIC);
        var format = (SampleFormat)Integer(tiff, TiffTag.SAMPLEFORMAT);
        try
        {
            if (samples == 1 && bits is 8 or 16 && photometric is Photometric.MINISBLACK or Photometric.MINISWHITE && format is SampleFormat.UINT or SampleFormat.VOID)
                return ReadGrey(tiff, name, width, height, bits, photometric == Photometric.MINISWHITE);
            if (bits <= 8 || photometric != Photometric.MINISBLACK) return Paint(tiff, name, width, height);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or NullReferenceException or OverflowException or InvalidOperationException)
        {
            throw Damaged(name, "the data do not fit the header", e);
        }

        throw new InputException($"The TIFF holds {bits}-bit {format} values", name, "Export the image with 8 or 16 bits a pixel");
    }

    private static GreyImage ReadGrey(Tiff tiff, string name, int width, int height, int bits, bool inverted)
    {
        var image = new GreyImage(width, height, bits);
        if (tiff.IsTiled()) ReadTiles(tiff, name, image);
        else ReadRows(tiff, name, image);
        if (inverted)
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(image.MaximumValue - image.Pixels[i]);
        return image;
    }

    private static void ReadRows(Tiff tiff, string name, GreyImage image)
    {
        byte[] row = new byte[Math.Max(tiff.ScanlineSize(), image.Width * image.BitsPerPixel / 8)];
        for (int y = 0; y < image.Height; y++)
        {
            if (!tiff.ReadScanline(row, y)) throw Damaged(name, $"row {y} of {image.Height} is missing");
            Store(row, image, 0, y, image.Width);
        }
    }

    private static void ReadTiles(Tiff tiff, string name, GreyImage image)
    {
        int tileWidth = Integer(tiff, TiffTag.TILEWIDTH), tileHeight = Integer(tiff, TiffTag.TILELENGTH);
        byte[] tile = new byte[tiff.TileSize()], row = new byte[tiff.TileRowSize()];
        for (int y = 0; y < image.Height; y += tileHeight)
        {
            for (int x = 0; x < image.Width; x += tileWidth)
            {
                if (tiff.ReadTile(tile, 0, x, y, 0, 0) < 0) throw Damaged(name, $"the tile at {x}, {y} is missing");
                for (int dy = 0; dy < tileHeight && y + dy < image.Height; dy++)
                {
                    Array.Copy(tile, dy * row.Length, row, 0, row.Length);
                    Store(row, image, x, y + dy, Math.Min(tileWidth, image.Width - x));
                }
            }
        }
    }

    private static void Store(byte[] row, GreyImage image, int x, int y, int count)
    {
        Span<ushort> target = image.Pixels.AsSpan(y * image.Width + x, count);
        if (image.BitsPerPixel == 16) MemoryMarshal.Cast<byte, ushort>(row)[..count].CopyTo(target);
        else
            for (int i = 0; i < count; i++) target[i] = row[i];
    }

    private static GreyImage Paint(Tiff tiff, string name, int width, int height)
    {
        if (!tiff.RGBAImageOK(out string reason))
            throw new InputException($"The TIFF is of a kind that is not read ({reason})", name, "Export the image as grey with 8 or 16 bits a pixel");
        int[] raster = new int[width * height];
        if (!tiff.ReadRGBAImageOriented(width, height, raster, Orientation.TOPLEFT, true)) throw Damaged(name, QuietTiffErrors.Take("its data end too early"));
        var image = new GreyImage(width, height, 8);
        for (int i = 0; i < raster.Length; i++) image.Pixels[i] = Luma.Of(Tiff.GetR(raster[i]), Tiff.GetG(raster[i]), Tiff.GetB(raster[i]));
        return image;
    }

    private static int Integer(Tiff tiff, TiffTag tag) => tiff.GetFieldDefaulted(tag) is { } field ? field[0].ToInt() : 0;

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
