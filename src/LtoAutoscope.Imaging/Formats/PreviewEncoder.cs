using LtoAutoscope.Domain.Frames;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Small pictures of frames for pages.</summary>
public static class PreviewEncoder
{
    /// <summary>A JPEG of the image, at most <paramref name="maxWidth"/> pixels wide.</summary>
    /// <param name="image">The image.</param>
    /// <param name="maxWidth">Largest width, pixels; an image that is narrower keeps its size.</param>
    /// <param name="quality">JPEG quality, 1…100. Default 82.</param>
    /// <param name="stretch">Whether the contrast is stretched from the 0.5th to the 99.5th percentile. Default true.</param>
    public static byte[] ToJpeg(GreyImage image, int maxWidth, int quality = 82, bool stretch = true)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        using SKBitmap whole = ContrastStretch.ToBitmap(image, stretch, SKColorType.Gray8);
        if (image.Width <= maxWidth) return Encode(whole, SKEncodedImageFormat.Jpeg, quality);
        int height = Math.Max(1, (int)Math.Round((double)image.Height * maxWidth / image.Width));
        using SKBitmap small = whole.Resize(new SKImageInfo(maxWidth, height, SKColorType.Gray8, SKAlphaType.Opaque), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Encode(small, SKEncodedImageFormat.Jpeg, quality);
    }

    /// <summary>A picture again, at most <paramref name="maxWidth"/> pixels wide, as JPEG.</summary>
    /// <param name="picture">A JPEG or PNG; one that cannot be read comes back as it is.</param>
    /// <param name="maxWidth">Largest width, pixels.</param>
    /// <param name="quality">JPEG quality, 1…100. Default 78.</param>
    public static byte[] Shrink(byte[] picture, int maxWidth, int quality = 78)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        using SKBitmap? whole = SKBitmap.Decode(picture);
        if (whole is null || whole.Width <= maxWidth) return picture;
        int height = Math.Max(1, (int)Math.Round((double)whole.Height * maxWidth / whole.Width));
        using SKBitmap small = whole.Resize(whole.Info.WithSize(maxWidth, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Encode(small, SKEncodedImageFormat.Jpeg, quality);
    }

    internal static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using SKData data = bitmap.Encode(format, quality) ?? throw new InvalidOperationException($"The picture could not be encoded as {format}.");
        return data.ToArray();
    }
}
