using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Writes a grey TIFF band by band, so that a picture may be larger than memory. The file is whole or absent.</summary>
public static class StreamedTiff
{
    /// <summary>The largest picture, bytes of pixels: what the offsets of a TIFF reach.</summary>
    public const long LargestBytes = uint.MaxValue - (1L << 20);

    private const double NanometresPerCentimetre = 1e7;

    /// <summary>Writes a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bitsPerPixel">8 or 16.</param>
    /// <param name="pixelSizeNm">Edge of a pixel, nm, for the resolution tags.</param>
    /// <param name="rowsPerBand">Rows that are asked for at once; one strip of the file.</param>
    /// <param name="band">Gives the pixels of some rows: first row and their number.</param>
    /// <param name="cancellationToken">Ends it; nothing is then left.</param>
    /// <exception cref="InputException">The picture is larger than <see cref="LargestBytes"/>.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static Task WriteAsync(string path, int width, int height, int bitsPerPixel, double pixelSizeNm, int rowsPerBand, Func<int, int, CancellationToken, Task<ushort[]>> band, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(band);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerBand, 1);
        long bytes = (long)width * height * (bitsPerPixel / 8);
        if (bytes > LargestBytes)
            throw new InputException(FormattableString.Invariant($"A picture of {width} × {height} pixels has {bytes / 1e9:0.0} GB, and a TIFF holds {LargestBytes / 1e9:0.0} GB"), path, "Stitch fewer frames, or frames of 8 bit or with fewer pixels");
        return AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(stream, path, width, height, bitsPerPixel, pixelSizeNm, rowsPerBand, band, token), cancellationToken);
    }

    private static async Task WriteAsync(Stream stream, string path, int width, int height, int bits, double pixelSizeNm, int rowsPerBand, Func<int, int, CancellationToken, Task<ushort[]>> band, CancellationToken cancellationToken)
    {
        QuietTiffErrors.Install();
        using Tiff tiff = Tiff.ClientOpen(path, "w", stream, new TiffPixels.UnownedTiffStream()) ?? throw new IOException($"{path} could not be begun.");
        tiff.SetField(TiffTag.IMAGEWIDTH, width);
        tiff.SetField(TiffTag.IMAGELENGTH, height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
        tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.UINT);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, Compression.NONE);
        tiff.SetField(TiffTag.ORIENTATION, Orientation.TOPLEFT);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rowsPerBand);
        tiff.SetField(TiffTag.SOFTWARE, "LtoAutoscope");
        tiff.SetField(TiffTag.XRESOLUTION, NanometresPerCentimetre / pixelSizeNm);
        tiff.SetField(TiffTag.YRESOLUTION, NanometresPerCentimetre / pixelSizeNm);
        tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.CENTIMETER);
        byte[] row = new byte[width * bits / 8];
        for (int first = 0; first < height; first += rowsPerBand)
        {
            int count = Math.Min(rowsPerBand, height - first);
            ushort[] pixels = await band(first, count, cancellationToken).ConfigureAwait(false);
            for (int y = 0; y < count; y++)
            {
                ReadOnlySpan<ushort> source = pixels.AsSpan(y * width, width);
                if (bits == 16) MemoryMarshal.AsBytes(source).CopyTo(row);
                else
                    for (int x = 0; x < width; x++) row[x] = (byte)source[x];
                if (!tiff.WriteScanline(row, first + y)) throw new IOException($"Row {first + y} of {path} could not be written.");
            }
        }

        if (!tiff.WriteDirectory()) throw new IOException($"{path} could not be completed.");
    }
}
