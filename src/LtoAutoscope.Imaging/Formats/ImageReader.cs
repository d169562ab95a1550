using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Reads the first picture of an image file of any common kind as a grey frame, with its pixel size where the file, or one beside it, tells it.</summary>
/// <remarks>Thread safety: no state; files are read whole.</remarks>
public static class ImageReader
{
    /// <summary>The most pixels that are read: 16,384 × 16,384.</summary>
    public const long MaximumPixels = 1L << 28;

    /// <summary>Extensions that are looked for in a folder, with their dots, lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    /// <summary>Whether a file's name ends like an image's.</summary>
    public static bool HasImageExtension(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Reads one image; of a file with several pictures the first. See <see cref="ImageFile"/>.</summary>
    /// <exception cref="InputException">Missing, not permitted, empty, truncated, no image, or too large.</exception>
    public static Frame Read(string path) => ImageFile.Open(path).Read(0).Frame;

    /// <summary>Refuses sizes that no memory would hold.</summary>
    internal static void CheckSize(long width, long height, string name)
    {
        if (width < 1 || height < 1) throw new InputException("The image has no pixels", name, "Copy the file again from the microscope");
        if (width > MaximumPixels || height > MaximumPixels || width * height > MaximumPixels)
            throw new InputException($"The image is too large ({width} × {height} pixels)", name, "Cut it into parts of at most 16,384 × 16,384 pixels");
    }
}
