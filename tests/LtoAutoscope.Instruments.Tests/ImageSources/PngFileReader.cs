using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Instruments.Tests.ImageSources;

/// <summary>Reads PNG files, for tests that need a real decoder: whatever is not whole is refused.</summary>
internal sealed class PngFileReader : IImageFileReader
{
    public GreyImage Read(string path)
    {
        try
        {
            using var stream = new MemoryStream(File.ReadAllBytes(path));
            return PngImage.Read(stream, path);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new InputException("The file is no whole PNG", path, "Copy it again", failure);
        }
    }
}
