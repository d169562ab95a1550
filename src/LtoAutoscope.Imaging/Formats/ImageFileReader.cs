using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Reads the picture files that microscopes store: every kind that <see cref="ImageReader"/> knows.</summary>
/// <remarks>Thread safety: all members; no state.</remarks>
public sealed class ImageFileReader : IImageFileReader
{
    /// <inheritdoc/>
    /// <exception cref="InputException">Missing, not permitted, empty, truncated, no image, or too large.</exception>
    public GreyImage Read(string path) => ImageReader.Read(path).Image;
}
