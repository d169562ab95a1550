using System.Globalization;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Marks;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>The picture that shows which burnt-in scale bar was found, for a person to look at before its length is believed.</summary>
public static class ScaleBarPicture
{
    private static readonly SKColor Mark = new(0xff, 0x4f, 0x6d), Plate = new(0, 0, 0, 0xc8);

    /// <summary>Writes the picture as PNG, atomically.</summary>
    public static Task WriteAsync(string path, GreyImage image, FoundScaleBar bar, CancellationToken cancellationToken) => AtomicFile.WriteAsync(path, Render(image, bar), cancellationToken);

    /// <summary>The picture as PNG, as large as the image.</summary>
    public static byte[] Render(GreyImage image, FoundScaleBar bar)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(bar);
        using SKBitmap bitmap = ContrastStretch.ToBitmap(image, stretch: true, SKColorType.Rgba8888);
        using (var canvas = new SKCanvas(bitmap))
        {
            float unit = Math.Max(1, Math.Min(image.Width, image.Height) / 500f), reach = 7 * unit, right = bar.X + bar.LengthPx;
            using var line = new SKPaint { Color = Mark, StrokeWidth = 1.5f * unit, IsAntialias = true, Style = SKPaintStyle.Stroke };
            using var plate = new SKPaint { Color = Plate };
            using var ink = new SKPaint { Color = Mark, IsAntialias = true };
            using var font = new SKFont(OverlayWriter.PictureFont, 15 * unit);
            canvas.DrawRect(bar.X - 0.5f, bar.Y - reach, bar.LengthPx + 1, 2 * reach, line);
            string text = string.Create(CultureInfo.InvariantCulture, $"{bar.LengthPx} px");
            float width = font.MeasureText(text) + 10 * unit, left = Math.Clamp((bar.X + right - width) / 2, 0, Math.Max(0, image.Width - width));
            float top = bar.Y - reach - 24 * unit >= 0 ? bar.Y - reach - 24 * unit : bar.Y + reach + 4 * unit;
            canvas.DrawRect(left, top, width, 20 * unit, plate);
            canvas.DrawText(text, left + 5 * unit, top + 15 * unit, SKTextAlign.Left, font, ink);
        }

        return PreviewEncoder.Encode(bitmap, SKEncodedImageFormat.Png, 100);
    }
}
