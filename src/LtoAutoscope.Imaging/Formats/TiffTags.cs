using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>The tags of a TIFF's first page that can tell a scale.</summary>
/// <param name="Description">ImageDescription (270), or null.</param>
/// <param name="XResolution">Pixels a unit along x (282), or null.</param>
/// <param name="YResolution">Pixels a unit along y (283), or null.</param>
/// <param name="ResolutionUnit">The unit of both; <see cref="ResUnit.NONE"/> where it is not set.</param>
internal sealed record TiffTags(string? Description, double? XResolution, double? YResolution, ResUnit ResolutionUnit)
{
    internal static TiffTags Of(Tiff tiff) => new(
        tiff.GetField(TiffTag.IMAGEDESCRIPTION)?[0].ToString(),
        Number(tiff, TiffTag.XRESOLUTION),
        Number(tiff, TiffTag.YRESOLUTION),
        tiff.GetField(TiffTag.RESOLUTIONUNIT) is { } unit ? (ResUnit)unit[0].ToInt() : ResUnit.NONE);

    private static double? Number(Tiff tiff, TiffTag tag)
        => tiff.GetField(tag) is { } field && double.TryParse(field[0].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;
}
