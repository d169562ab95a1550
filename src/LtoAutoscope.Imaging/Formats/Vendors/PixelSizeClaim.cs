namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>What one source says of the size of a pixel.</summary>
/// <param name="Nm">Edge of a pixel, nm, within <see cref="SmallestNm"/>…<see cref="LargestNm"/>.</param>
/// <param name="Source">Where it stood.</param>
/// <param name="IsWeak">Whether it comes from plain resolution tags, which often are print settings: it then yields to what a person says.</param>
public sealed record PixelSizeClaim(double Nm, string Source, bool IsWeak = false)
{
    /// <summary>No electron microscope has smaller or larger pixels: 0.1 pm to 1 mm.</summary>
    public const double SmallestNm = 1e-4, LargestNm = 1e6;

    /// <summary>Whether a number can be the size of a pixel at all.</summary>
    public static bool IsPossible(double nm) => nm is >= SmallestNm and <= LargestNm;
}
