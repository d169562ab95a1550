using System.Globalization;
using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// A frame as an uncompressed 8- or 16-bit grey TIFF. ImageDescription holds OME-XML (pixel size in nm, read by Fiji through Bio-Formats,
/// and by QuPath, napari, OMERO) with the whole <see cref="FrameMetadata"/> as JSON in a comment annotation; the resolution tags
/// carry the pixel size in pixels a centimetre for everything else.
/// </summary>
/// <remarks>Thread safety: no state. Source: Adobe TIFF 6.0 (1992); OME-TIFF, schema 2016-06.</remarks>
public sealed class TiffFrameCodec : IFrameCodec
{
    private const double NanometresPerCentimetre = 1e7;
    private const int StripBytes = 64 * 1024;

    /// <inheritdoc/>
    public string Extension => ".tif";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Metadata and pixels differ in size or depth.</exception>
    public void Write(Frame frame, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(destination);
        (FrameMetadata metadata, GreyImage image) = frame;
        if (metadata.WidthPx != image.Width || metadata.HeightPx != image.Height || metadata.BitsPerPixel != image.BitsPerPixel)
            throw new ArgumentException("The metadata tell another size or depth than the pixels have.", nameof(frame));
        QuietTiffErrors.Install();
        using var buffer = new MemoryStream(image.Pixels.Length * image.BitsPerPixel / 8 + 8192);
        using (Tiff tiff = Tiff.ClientOpen(metadata.FrameId, "w", buffer, new TiffPixels.UnownedTiffStream()))
        {
            SetTags(tiff, metadata, image);
            WriteRows(tiff, image);
            if (!tiff.WriteDirectory()) throw new IOException($"The frame {metadata.FrameId} could not be encoded.");
        }

        buffer.Position = 0;
        buffer.CopyTo(destination);
    }

    /// <inheritdoc/>
    public Frame Read(Stream source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var copy = new MemoryStream();
        source.CopyTo(copy);
        byte[] bytes = copy.ToArray();
        TiffLayout layout = TiffLayout.Parse(bytes, name);
        FrameMetadata metadata = OmeDescription.TryParse(layout.Pages[0].Text(270))?.Metadata
            ?? throw new InputException("The TIFF carries no frame metadata of this program", name, "Analyse images from elsewhere with `analyse`");
        return Join(metadata, TiffPixels.Read(bytes, layout, layout.Pages[0], name), name);
    }

    /// <summary>Joins stored metadata and pixels; they must agree.</summary>
    internal static Frame Join(FrameMetadata metadata, GreyImage image, string name)
        => metadata.WidthPx == image.Width && metadata.HeightPx == image.Height && metadata.BitsPerPixel == image.BitsPerPixel
            ? new Frame(metadata, image)
            : throw new InputException("The stored metadata belong to an image of another size", name, "Use the file as it was written, not an edited copy");

    private static void SetTags(Tiff tiff, FrameMetadata metadata, GreyImage image)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, image.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, image.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, image.BitsPerPixel);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
        tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.UINT);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.COMPRESSION, Compression.NONE);
        tiff.SetField(TiffTag.ORIENTATION, Orientation.TOPLEFT);
        tiff.SetField(TiffTag.ROWSPERSTRIP, Math.Max(1, StripBytes / (image.Width * image.BitsPerPixel / 8)));
        tiff.SetField(TiffTag.IMAGEDESCRIPTION, OmeDescription.Write(metadata));
        tiff.SetField(TiffTag.SOFTWARE, "LtoAutoscope");
        if (metadata.AcquiredAt is DateTimeOffset time)
            tiff.SetField(TiffTag.DATETIME, time.UtcDateTime.ToString("yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture));
        if (metadata.PixelSizeNm is double size)
        {
            tiff.SetField(TiffTag.XRESOLUTION, NanometresPerCentimetre / size);
            tiff.SetField(TiffTag.YRESOLUTION, NanometresPerCentimetre / size);
            tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.CENTIMETER);
        }
    }

    private static void WriteRows(Tiff tiff, GreyImage image)
    {
        byte[] row = new byte[image.Width * image.BitsPerPixel / 8];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<ushort> pixels = image.Pixels.AsSpan(y * image.Width, image.Width);
            if (image.BitsPerPixel == 16) MemoryMarshal.AsBytes(pixels).CopyTo(row);
            else
                for (int x = 0; x < pixels.Length; x++) row[x] = (byte)pixels[x];
            if (!tiff.WriteScanline(row, y)) throw new IOException("A row of the frame could not be encoded.");
        }
    }
}
