using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Asks each source in turn for the size of a TIFF's pixels; the first that knows it is believed.</summary>
internal static class PixelSizeReader
{
    /// <summary>Sizes in this range, nm, are taken from plain resolution tags; others are print settings (300 dpi = 84,667 nm).</summary>
    internal const double SmallestPlausibleNm = 0.005, LargestPlausibleNm = 5000;

    private const double SquareTolerance = 0.01;
    private static readonly IPixelSizeSource[] Sources = [new OmePixelSize(), new ImageJPixelSize(), new ResolutionPixelSize()];

    /// <summary>Edge of a pixel, nm; null where the file does not tell.</summary>
    /// <exception cref="InputException">The pixels are not square.</exception>
    internal static double? Read(TiffTags tags, string name)
    {
        foreach (IPixelSizeSource source in Sources)
        {
            if (source.TryRead(tags) is not (double x, double y) || !(x > 0) || !(y > 0) || !double.IsFinite(x) || !double.IsFinite(y)) continue;
            if (Math.Abs(x / y - 1) > SquareTolerance)
            {
                throw new InputException(
                    string.Create(CultureInfo.InvariantCulture, $"Its pixels are not square ({x:G6} × {y:G6} nm)"), name,
                    "Resample the image to square pixels, or correct the scale in the file");
            }

            return Math.Sqrt(x * y);
        }

        return null;
    }

    private sealed class OmePixelSize : IPixelSizeSource
    {
        public (double XNm, double YNm)? TryRead(TiffTags tags)
            => OmeDescription.TryParse(tags.Description) is { PhysicalSizeXNm: double x } ome ? (x, ome.PhysicalSizeYNm ?? x) : null;
    }

    /// <summary>ImageJ writes <c>unit=…</c> into the description and pixels a unit into the resolution tags (ij.io.FileInfo).</summary>
    private sealed class ImageJPixelSize : IPixelSizeSource
    {
        public (double XNm, double YNm)? TryRead(TiffTags tags)
        {
            if (tags.Description is not { } text || !text.StartsWith("ImageJ=", StringComparison.Ordinal)) return null;
            string? unit = text.Split('\n').FirstOrDefault(static line => line.StartsWith("unit=", StringComparison.Ordinal))?[5..];
            if (unit is null || LengthUnit.NanometresPer(unit) is not double nm || tags.XResolution is not > 0) return null;
            return (nm / tags.XResolution.Value, nm / (tags.YResolution ?? tags.XResolution).Value);
        }
    }

    private sealed class ResolutionPixelSize : IPixelSizeSource
    {
        public (double XNm, double YNm)? TryRead(TiffTags tags)
        {
            double? unit = tags.ResolutionUnit switch
            {
                ResUnit.CENTIMETER => 1e7,
                ResUnit.INCH => 2.54e7,
                _ => null,
            };
            if (unit is not double nm || tags.XResolution is not > 0 || tags.YResolution is not > 0) return null;
            double x = nm / tags.XResolution.Value, y = nm / tags.YResolution.Value;
            return x is >= SmallestPlausibleNm and <= LargestPlausibleNm ? (x, y) : null;
        }
    }
}
