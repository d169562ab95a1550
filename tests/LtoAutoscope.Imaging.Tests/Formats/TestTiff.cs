using System.Text;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Tests.Formats;

/// <summary>TIFF files of many kinds, written by LibTiff; every picture is the same ramp, so that what is read can be compared.</summary>
internal static class TestTiff
{
    internal const int Width = 70, Height = 45;

    internal static int Grey(int x, int y) => (3 * x + 5 * y) % 256;

    /// <summary>A file with one 8-bit page.</summary>
    internal static byte[] Simple(Action<Tiff>? tags = null) => Write("w", tiff => GreyPage(tiff, 8, tags));

    internal static byte[] Write(string mode, params Action<Tiff>[] pages)
    {
        using var stream = new MemoryStream();
        using (Tiff tiff = Tiff.ClientOpen("x", mode, stream, new TiffPixels.UnownedTiffStream()))
        {
            foreach (Action<Tiff> page in pages)
            {
                page(tiff);
                tiff.WriteDirectory();
            }
        }

        return stream.ToArray();
    }

    internal static void GreyPage(Tiff tiff, int bits, Action<Tiff>? tags = null, Compression compression = Compression.NONE, int rowsPerStrip = 7, int add = 0)
    {
        Base(tiff, bits, 1, Photometric.MINISBLACK, compression);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rowsPerStrip);
        tags?.Invoke(tiff);
        for (int y = 0; y < Height; y++) tiff.WriteScanline(Row(y, bits, add), y);
    }

    internal static void TiledPage(Tiff tiff, int bits, Compression compression)
    {
        Base(tiff, bits, 1, Photometric.MINISBLACK, compression);
        tiff.SetField(TiffTag.TILEWIDTH, 32);
        tiff.SetField(TiffTag.TILELENGTH, 16);
        for (int y = 0; y < Height; y += 16)
        {
            for (int x = 0; x < Width; x += 32)
            {
                byte[] tile = new byte[32 * 16 * bits / 8];
                for (int dy = 0; dy < 16 && y + dy < Height; dy++)
                {
                    byte[] row = Row(y + dy, bits, 0);
                    int count = Math.Min(32, Width - x) * bits / 8;
                    Array.Copy(row, x * bits / 8, tile, dy * 32 * bits / 8, count);
                }

                tiff.WriteTile(tile, x, y, 0, 0);
            }
        }
    }

    internal static void ColourPage(Tiff tiff)
    {
        Base(tiff, 8, 3, Photometric.RGB, Compression.NONE);
        tiff.SetField(TiffTag.ROWSPERSTRIP, Height);
        for (int y = 0; y < Height; y++) tiff.WriteScanline([.. Enumerable.Range(0, 3 * Width).Select(i => (byte)Grey(i / 3, y))], y);
    }

    internal static void PalettePage(Tiff tiff, bool eightBitMap)
    {
        Base(tiff, 8, 1, Photometric.PALETTE, Compression.NONE);
        tiff.SetField(TiffTag.ROWSPERSTRIP, Height);
        ushort[] map = [.. Enumerable.Range(0, 256).Select(i => (ushort)((255 - i) * (eightBitMap ? 1 : 257)))];
        tiff.SetField(TiffTag.COLORMAP, map, map, map);
        for (int y = 0; y < Height; y++) tiff.WriteScanline([.. Enumerable.Range(0, Width).Select(x => (byte)(255 - Grey(x, y)))], y);
    }

    /// <summary>Sets a maker's own tag, as bytes or as text.</summary>
    internal static void Vendor(Tiff tiff, int number, string text, bool asText = false)
    {
        var tag = (TiffTag)number;
        if (asText)
        {
            tiff.MergeFieldInfo([new TiffFieldInfo(tag, -1, -1, TiffType.ASCII, FieldBit.Custom, true, false, "vendor")], 1);
            tiff.SetField(tag, text);
            return;
        }

        tiff.MergeFieldInfo([new TiffFieldInfo(tag, -3, -3, TiffType.BYTE, FieldBit.Custom, true, true, "vendor")], 1);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        tiff.SetField(tag, bytes.Length, bytes);
    }

    private static byte[] Row(int y, int bits, int add)
    {
        byte[] row = new byte[Width * bits / 8];
        for (int x = 0; x < Width; x++)
        {
            int value = (Grey(x, y) + add) % 256;
            if (bits == 8) row[x] = (byte)value;
            else BitConverter.TryWriteBytes(row.AsSpan(2 * x), (ushort)(value * 257));
        }

        return row;
    }

    private static void Base(Tiff tiff, int bits, int samples, Photometric photometric, Compression compression)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, compression);
    }
}
