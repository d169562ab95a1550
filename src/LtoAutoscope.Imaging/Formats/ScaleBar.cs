using System.Globalization;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>A scale bar of a round length.</summary>
/// <param name="LengthNm">Length, nm: 1, 2 or 5 times a power of ten.</param>
/// <param name="LengthPx">Length in pixels of the image.</param>
public readonly record struct ScaleBar(double LengthNm, double LengthPx)
{
    private const double LargestPart = 0.25;

    /// <summary>The longest round bar that is at most a quarter of the width.</summary>
    public static ScaleBar For(double pixelSizeNm, int widthPx)
    {
        double limit = pixelSizeNm * widthPx * LargestPart, power = Math.Pow(10, Math.Floor(Math.Log10(limit)));
        double length = limit >= 5 * power ? 5 * power : limit >= 2 * power ? 2 * power : power;
        return new ScaleBar(length, length / pixelSizeNm);
    }

    /// <summary>The length in nm below 1 µm, else in µm, else in mm.</summary>
    public override string ToString() => LengthNm switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{LengthNm:0.###} nm"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{LengthNm / 1000:0.###} µm"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{LengthNm / 1e6:0.###} mm"),
    };
}
