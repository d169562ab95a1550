using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>An image file of any common kind, opened: how many pictures it holds, each to be read when it is wanted.</summary>
/// <remarks>Thread safety: none; one file, one thread.</remarks>
public sealed class ImageFile
{
    /// <summary>Pixels that a byte of a PNG, JPEG, BMP or WebP file can stand for at most.</summary>
    private const long LargestPacking = 8192;

    private readonly string path;
    private readonly byte[] bytes;
    private readonly TiffLayout? tiff;
    private readonly TiffPage[] pictures = [];

    private ImageFile(string path, byte[] bytes)
    {
        this.path = path;
        this.bytes = bytes;
        // A picture's directory is rewritten in memory before it is read, so the hash is taken first.
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!TiffLayout.IsTiff(bytes)) return;
        tiff = TiffLayout.Parse(bytes, path);
        pictures = [.. tiff.Pages.Where(static page => page.IsPicture)];
        if (pictures.Length == 0) pictures = [tiff.Pages[0]];
    }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>How many pictures the file holds, ≥ 1: thumbnails, reduced resolutions and masks are not counted.</summary>
    public int PictureCount => Math.Max(1, pictures.Length);

    /// <summary>Opens a file and reads its directories. The kind is told by the first bytes, not by the name.</summary>
    /// <exception cref="InputException">Missing, not permitted, empty, or a TIFF without a readable page.</exception>
    public static ImageFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ReadBytes(path);
        return bytes.Length > 0 ? new ImageFile(path, bytes) : throw new InputException("The file is empty", path, "Copy it again from the microscope");
    }

    /// <summary>
    /// Reads one picture. The frame id is the file's name, with <c>_pageN</c> before the extension where the file holds more than one; our own TIFFs bring their metadata whole.
    /// </summary>
    /// <param name="picture">Which, from 0.</param>
    /// <exception cref="InputException">Truncated, no image, too large, or of a kind that is not read.</exception>
    public ImagePage Read(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, PictureCount);
        if (tiff is null)
        {
            GreyImage image = IsPng(bytes) ? ReadPng() : ReadRaster();
            return Foreign(image, picture, FactsReader.Beside(path, image.Width, image.Height));
        }

        TiffPage page = pictures[picture];
        ImageFacts facts = FactsReader.Of(page, bytes, path);
        if (tiff.EndsInRubbish) facts = facts with { Notes = [.. facts.Notes, "behind its last readable page the file is damaged or goes on with rubbish"] };
        FrameMetadata? own = OmeDescription.TryParse(page.Text(270))?.Metadata;
        GreyImage pixels = TiffPixels.Read(bytes, tiff, page, path);
        return own is null ? Foreign(pixels, picture, facts) : new ImagePage(TiffFrameCodec.Join(own, pixels, path), facts);
    }

    private ImagePage Foreign(GreyImage image, int picture, ImageFacts facts)
    {
        string name = Path.GetFileName(path);
        if (PictureCount > 1) name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}_page{picture + 1}{Path.GetExtension(name)}");
        var metadata = new FrameMetadata
        {
            FrameId = name, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = facts.PixelSizes is [var first, ..] ? first.Nm : null,
            Vendor = facts.Vendor?.Value ?? "", Instrument = facts.Instrument?.Value ?? "", SerialNumber = facts.SerialNumber?.Value ?? "", Detector = facts.Detector?.Value ?? "",
            Magnification = facts.Magnification?.Value, BeamEnergyKv = facts.BeamEnergyKv?.Value, WorkingDistanceMm = facts.WorkingDistanceMm?.Value,
            ProbeCurrentPa = facts.ProbeCurrentPa?.Value, DwellUs = facts.DwellUs?.Value, PictureArea = facts.Area?.Value,
        };
        return new ImagePage(new Frame(metadata, image), facts);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > int.MaxValue - 64)
                throw new InputException("The file is larger than 2 GB", path, "Cut it into parts of at most 16,384 × 16,384 pixels");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("There is no such file", path, "Check the path", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InputException("The file cannot be read", path, "Check that it is a file and that you may read it", e);
        }
    }

    private GreyImage ReadPng()
    {
        if (bytes.Length >= 24) CheckPlausible(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)));
        using var stream = new MemoryStream(bytes, writable: false);
        try
        {
            return PngImage.Read(stream, path);
        }
        catch (InputException)
        {
            // Interlaced and 16-bit colour files are left to the general decoder; a damaged one fails there too.
            if (RasterImage.TryRead(bytes) is { } image) return image;
            throw;
        }
    }

    private GreyImage ReadRaster()
    {
        if (RasterImage.SizeOf(bytes) is (int width, int height)) CheckPlausible(width, height);
        return RasterImage.Read(bytes, path);
    }

    private void CheckPlausible(long width, long height)
    {
        ImageReader.CheckSize(width, height, path);
        if (width * height > bytes.Length * LargestPacking)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"The image is damaged or truncated (it is too short for {width} × {height} pixels)"), path, "Copy the file again from the microscope");
    }

    private static bool IsPng(byte[] bytes) => bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]);
}
