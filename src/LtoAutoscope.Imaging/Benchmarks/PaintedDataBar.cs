using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>
/// Paints data bars of the kinds that microscopes and programs put under, over or into pictures, so that finding them can be measured: black, white and grey, with cells,
/// frames, logos and scale bars, drawn sharp or smooth, afterwards blurred or packed as JPEG, or left as drawn.
/// </summary>
/// <param name="Image">The picture with its bar.</param>
/// <param name="Picture">Where the picture is: everything but the bar.</param>
/// <param name="Kind">What was painted, in words.</param>
public sealed record PaintedDataBar(GreyImage Image, ImageRegion Picture, string Kind)
{
    private static readonly string[] Words =
    [
        "EHT = 5.00 kV", "WD = 4.1 mm", "Signal A = InLens", "Mag = 50.00 K X", "Date :12 Apr 2019", "Time :10:22:13", "HV 15.0 kV", "HFW 2.07 um", "det TLD", "spot 3.0", "SEM HV: 10.0 kV",
        "View field: 4.15 um", "Det: InBeam", "SEI", "X30,000", "WD 8.5mm", "S4800 10.0kV 8.3mm x80.0k SE(U)", "Sample 12b", "File Name = a_017.tif", "mode SE", "pressure 2.1e-4 Pa",
    ];

    /// <summary>Paints a random bar over the last (or first) rows of a picture.</summary>
    /// <param name="picture">An 8-bit picture without a bar.</param>
    /// <param name="random">Draws the kind.</param>
    /// <exception cref="ArgumentException">The picture has 16 bits.</exception>
    public static PaintedDataBar Over(GreyImage picture, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(random);
        if (picture.BitsPerPixel != 8) throw new ArgumentException("Bars are painted over 8-bit pictures.", nameof(picture));
        bool atTop = random.NextDouble() < 0.1, smooth = random.NextDouble() < 0.7;
        int rows = Math.Max(14, (int)(picture.Height * (0.045 + 0.1 * random.NextDouble()))), top = atTop ? 0 : picture.Height - rows;
        (byte ground, byte ink, string look) = random.Next(10) switch
        {
            < 6 => ((byte)random.Next(0, 12), (byte)random.Next(225, 256), "black"),
            < 8 => ((byte)random.Next(244, 256), (byte)random.Next(0, 40), "white"),
            _ => ((byte)random.Next(40, 215), (byte)(random.Next(2) == 0 ? 0 : 255), "grey"),
        };
        if (Math.Abs(ground - ink) < 80) ink = (byte)(ground < 128 ? 255 : 0);
        using SKBitmap bitmap = ContrastStretch.ToBitmap(picture, stretch: false, SKColorType.Rgba8888);
        using (var canvas = new SKCanvas(bitmap)) Paint(canvas, new SKRect(0, top, picture.Width, top + rows), ground, ink, smooth, random);
        (SKBitmap aged, string age) = Age(bitmap, random);
        using (aged)
        {
            var image = new GreyImage(picture.Width, picture.Height, 8);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = aged.GetPixelSpan()[4 * i];
            return new PaintedDataBar(image, new ImageRegion(0, atTop ? rows : 0, picture.Width, picture.Height - rows), $"{look} bar of {rows} rows at the {(atTop ? "top" : "bottom")}, {age}");
        }
    }

    private static void Paint(SKCanvas canvas, SKRect bar, byte ground, byte ink, bool smooth, Random random)
    {
        using var fill = new SKPaint { Color = new SKColor(ground, ground, ground) };
        using var pen = new SKPaint { Color = new SKColor(ink, ink, ink), IsAntialias = smooth };
        canvas.DrawRect(bar, fill);
        int lines = bar.Height > 44 ? random.Next(2, 4) : bar.Height > 26 ? random.Next(1, 3) : 1;
        float height = bar.Height / lines;
        using var font = new SKFont(OverlayWriter.PictureFont, height * (0.5f + 0.25f * random.NextSingle())) { Edging = smooth ? SKFontEdging.Antialias : SKFontEdging.Alias };
        bool cells = random.Next(3) == 0;
        float left = bar.Width * (0.02f + 0.03f * random.NextSingle());
        if (random.Next(3) > 0) left = ScaleBar(canvas, pen, font, bar, left, random);
        if (random.Next(4) == 0) Logo(canvas, bar, ink, ground);
        for (int line = 0; line < lines; line++)
        {
            float x = left;
            while (true)
            {
                string word = Words[random.Next(Words.Length)];
                float width = font.MeasureText(word);
                if (x + width > bar.Width * 0.97f) break;
                canvas.DrawText(word, x, bar.Top + (line + 0.75f) * height, SKTextAlign.Left, font, pen);
                x += width + height * (0.4f + 2 * random.NextSingle());
                if (cells && x < bar.Width) canvas.DrawRect((int)x - 4, bar.Top, 1, bar.Height, pen);
            }
        }

        using var frame = new SKPaint { Color = new SKColor(ink, ink, ink), Style = SKPaintStyle.Stroke, StrokeWidth = random.Next(1, 3) };
        if (random.Next(3) == 0) canvas.DrawRect(bar.Left + 0.5f, bar.Top + 0.5f, bar.Width - 1, bar.Height - 1, frame);
        else if (random.Next(3) == 0) canvas.DrawRect(0, bar.Top > 0 ? bar.Top : bar.Bottom - 1, bar.Width, 1, pen);
    }

    private static float ScaleBar(SKCanvas canvas, SKPaint pen, SKFont font, SKRect bar, float left, Random random)
    {
        float length = bar.Width * (0.08f + 0.15f * random.NextSingle()), y = MathF.Round(bar.Top + 0.7f * bar.Height), thick = random.Next(1, 4);
        canvas.DrawRect(MathF.Round(left), y, MathF.Round(length), thick, pen);
        if (random.Next(2) == 0)
        {
            canvas.DrawRect(MathF.Round(left), y - 4, 1, 8 + thick, pen);
            canvas.DrawRect(MathF.Round(left + length) - 1, y - 4, 1, 8 + thick, pen);
        }

        canvas.DrawText("200 nm", left + length / 4, y - 4, SKTextAlign.Left, font, pen);
        return left + length + bar.Height * 0.4f;
    }

    private static void Logo(SKCanvas canvas, SKRect bar, byte ink, byte ground)
    {
        var rect = new SKRect(bar.Width * 0.9f, bar.Top + 3, bar.Width * 0.97f, bar.Bottom - 3);
        using var shader = SKShader.CreateLinearGradient(new SKPoint(rect.Left, 0), new SKPoint(rect.Right, 0), [new SKColor(ink, ink, ink), new SKColor(ground, ground, ground)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        canvas.DrawOval(rect, paint);
    }

    /// <summary>What happens to pictures on their way: JPEG, resampling.</summary>
    private static (SKBitmap Bitmap, string Words) Age(SKBitmap bitmap, Random random)
    {
        switch (random.Next(10))
        {
            case < 6: return (bitmap.Copy(), "as drawn");
            case < 9:
                int quality = random.Next(65, 96);
                return (SKBitmap.Decode(PreviewEncoder.Encode(bitmap, SKEncodedImageFormat.Jpeg, quality)).Copy(SKColorType.Rgba8888), $"JPEG {quality}");
            default:
                using (SKBitmap larger = bitmap.Resize(new SKImageInfo(bitmap.Width * 6 / 5, bitmap.Height * 6 / 5), new SKSamplingOptions(SKFilterMode.Linear)))
                    return (larger.Resize(new SKImageInfo(bitmap.Width, bitmap.Height, SKColorType.Rgba8888), new SKSamplingOptions(SKFilterMode.Linear)), "resampled");
        }
    }
}
