using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Grey levels for the eye: the 0.5th to 99.5th percentile stretched over 8 bits. For pictures only, never for measuring.</summary>
internal static class ContrastStretch
{
    /// <summary>An 8-bit grey bitmap of the image; the caller disposes of it.</summary>
    internal static SKBitmap ToBitmap(GreyImage image, bool stretch, SKColorType colourType)
    {
        (double low, double high) = stretch
            ? GreyNormalisation.Range(image, GreyNormalisation.LowPercentile, GreyNormalisation.HighPercentile)
            : (0, image.MaximumValue);
        double scale = 255 / Math.Max(high - low, 1);
        byte[] table = new byte[image.MaximumValue + 1];
        for (int v = 0; v < table.Length; v++) table[v] = (byte)Math.Clamp(Math.Round((v - low) * scale), 0, 255);
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, colourType, SKAlphaType.Opaque));
        Span<byte> pixels = bitmap.GetPixelSpan();
        int step = bitmap.BytesPerPixel;
        for (int y = 0; y < image.Height; y++)
        {
            Span<byte> row = pixels[(y * bitmap.RowBytes)..];
            for (int x = 0; x < image.Width; x++)
            {
                byte grey = table[image.Pixels[y * image.Width + x]];
                if (step == 1)
                {
                    row[x] = grey;
                    continue;
                }

                row.Slice(4 * x, 3).Fill(grey);
                row[4 * x + 3] = 255;
            }
        }

        return bitmap;
    }
}
