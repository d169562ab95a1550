using BitMiracle.LibTiff.Classic;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>The common tags of a TIFF page that can tell a scale.</summary>
/// <param name="Description">ImageDescription (270), or null.</param>
/// <param name="XResolution">Pixels a unit along x (282), or null.</param>
/// <param name="YResolution">Pixels a unit along y (283), or null.</param>
/// <param name="ResolutionUnit">The unit of both; <see cref="ResUnit.NONE"/> where it is not set.</param>
internal sealed record TiffTags(string? Description, double? XResolution, double? YResolution, ResUnit ResolutionUnit)
{
    internal static TiffTags Of(TiffPage page)
        => new(page.Text(270), page.Number(282), page.Number(283), page.Integer(296) is long unit and >= 1 and <= 3 ? (ResUnit)unit : ResUnit.NONE);
}
