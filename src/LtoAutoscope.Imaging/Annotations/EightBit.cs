using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Eight bits for drawing programs: 8-bit pictures stay as they are, those of 16 bits are stretched over what the picture (without its data bar) uses.</summary>
internal static class EightBit
{
    private const double LowPercentile = 0.05, HighPercentile = 99.95;

    /// <summary>The picture in 8 bits, and the greys of the original that became 0 and 255.</summary>
    internal static (GreyImage Image, int Low, int High) Of(GreyImage image, int pictureHeight)
    {
        if (image.BitsPerPixel == 8) return (image, 0, 255);
        (double low, double high) = GreyNormalisation.Range(image.Crop(0, 0, image.Width, pictureHeight), LowPercentile, HighPercentile);
        int black = (int)Math.Floor(low), white = Math.Max(black + 1, (int)Math.Ceiling(high));
        var eight = new GreyImage(image.Width, image.Height, 8);
        for (int i = 0; i < eight.Pixels.Length; i++)
            eight.Pixels[i] = (ushort)Math.Clamp(Math.Round(255.0 * (image.Pixels[i] - black) / (white - black)), 0, 255);
        return (eight, black, white);
    }
}
