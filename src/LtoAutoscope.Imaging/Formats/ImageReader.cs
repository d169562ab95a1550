using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Reads an image file of any common kind as a grey frame, with its pixel size where the file tells it.</summary>
/// <remarks>Thread safety: no state; files are read whole.</remarks>
public static class ImageReader
{
    /// <summary>The most pixels that are read: 16,384 × 16,384.</summary>
    public const long MaximumPixels = 1L << 28;

    /// <summary>Extensions that are looked for in a folder, with their dots, lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    /// <summary>Whether a file's name ends like an image's.</summary>
    public static bool HasImageExtension(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>
    /// Reads one image. The frame id is the file's name, except for our own TIFFs, whose metadata are taken whole. The kind is told by
    /// the first bytes, not by the name.
    /// </summary>
    /// <exception cref="InputException">Missing, not permitted, empty, truncated, no image, or too large.</exception>
    public static Frame Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = ReadBytes(path);
        if (bytes.Length == 0) throw new InputException("The file is empty", path, "Copy it again from the microscope");
        string name = Path.GetFileName(path);
        if (IsTiff(bytes)) return ReadTiff(bytes, path, name);
        GreyImage image = IsPng(bytes) ? ReadPng(bytes, path) : RasterImage.Read(bytes, path);
        return Foreign(image, name, null);
    }

    /// <summary>Refuses sizes that no memory would hold.</summary>
    internal static void CheckSize(long width, long height, string name)
    {
        if (width < 1 || height < 1) throw new InputException("The image has no pixels", name, "Copy the file again from the microscope");
        if (width * height > MaximumPixels)
            throw new InputException($"The image is too large ({width} × {height} pixels)", name, "Cut it into parts of at most 16,384 × 16,384 pixels");
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

    private static Frame ReadTiff(byte[] bytes, string path, string name)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using Tiff tiff = TiffPixels.Open(stream, path);
        TiffTags tags = TiffTags.Of(tiff);
        GreyImage image = TiffPixels.Read(tiff, path);
        return OmeDescription.TryParse(tags.Description)?.Metadata is { } own
            ? TiffFrameCodec.Join(own, image, path)
            : Foreign(image, name, PixelSizeReader.Read(tags, path));
    }

    private static GreyImage ReadPng(byte[] bytes, string path)
    {
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

    private static Frame Foreign(GreyImage image, string name, double? pixelSizeNm) => new(
        new FrameMetadata { FrameId = name, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = pixelSizeNm },
        image);

    private static bool IsPng(byte[] bytes) => bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]);

    private static bool IsTiff(byte[] bytes)
        => bytes.Length > 4 && ((bytes[0] == 'I' && bytes[1] == 'I' && bytes[2] is 42 or 43 && bytes[3] == 0)
            || (bytes[0] == 'M' && bytes[1] == 'M' && bytes[2] == 0 && bytes[3] is 42 or 43));
}
