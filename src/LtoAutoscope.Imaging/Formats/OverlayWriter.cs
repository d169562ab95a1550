using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>
/// The picture that shows what was measured: the image, stretched for the eye, with the outlines of the counted particles (cyan) and of those that
/// touch the border (dotted amber), a scale bar where the scale is known, and any reservation about it in words.
/// </summary>
public static class OverlayWriter
{
    private static readonly SKColor Counted = new(0x7f, 0xe3, 0xff), Border = new(0xff, 0xd4, 0x5e), Plate = new(0, 0, 0, 0xb4);
    internal static readonly Lazy<SKTypeface> Typeface = new(LoadFont);

    /// <summary>The font of all words in pictures.</summary>
    internal static SKTypeface PictureFont => Typeface.Value;

    /// <summary>Writes the picture as PNG, atomically.</summary>
    public static Task WriteAsync(
        string path, GreyImage image, IReadOnlyList<Particle> particles, double? pixelSizeNm, string? scaleNote, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(path, Render(image, particles, pixelSizeNm, scaleNote), cancellationToken);

    /// <summary>The picture as PNG, as large as the image.</summary>
    public static byte[] Render(GreyImage image, IReadOnlyList<Particle> particles, double? pixelSizeNm, string? scaleNote)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(particles);
        using SKBitmap bitmap = ContrastStretch.ToBitmap(image, stretch: true, SKColorType.Rgba8888);
        using (var canvas = new SKCanvas(bitmap))
        {
            float unit = Math.Max(1, Math.Min(image.Width, image.Height) / 700f);
            DrawOutlines(canvas, particles, unit);
            DrawScale(canvas, image, pixelSizeNm, scaleNote, unit);
        }

        return PreviewEncoder.Encode(bitmap, SKEncodedImageFormat.Png, 100);
    }

    private static void DrawOutlines(SKCanvas canvas, IReadOnlyList<Particle> particles, float unit)
    {
        using var solid = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f * unit, Color = Counted, IsAntialias = true };
        using var dots = SKPathEffect.CreateDash([2 * unit, 3 * unit], 0);
        using var dotted = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f * unit, Color = Border, IsAntialias = true, PathEffect = dots };
        foreach (Particle particle in particles)
        {
            if (particle.Outline.Count < 6) continue;
            using var builder = new SKPathBuilder();

            // Outlines count from the centre of the first pixel, the canvas from its corner.
            builder.MoveTo(particle.Outline[0] + 0.5f, particle.Outline[1] + 0.5f);
            for (int i = 2; i < particle.Outline.Count; i += 2) builder.LineTo(particle.Outline[i] + 0.5f, particle.Outline[i + 1] + 0.5f);
            builder.Close();
            using SKPath path = builder.Detach();
            canvas.DrawPath(path, particle.Counts ? solid : dotted);
        }
    }

    private static void DrawScale(SKCanvas canvas, GreyImage image, double? pixelSizeNm, string? scaleNote, float unit)
    {
        using var font = new SKFont(Typeface.Value, 15 * unit);
        using var ink = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var plate = new SKPaint { Color = Plate };
        ScaleBar? bar = pixelSizeNm is double size ? ScaleBar.For(size, image.Width) : null;
        string text = bar?.ToString() ?? "no scale";
        if (!string.IsNullOrWhiteSpace(scaleNote)) text += " · " + scaleNote;
        float margin = 10 * unit, pad = 8 * unit, length = (float)(bar?.LengthPx ?? 0);
        float width = Math.Min(Math.Max(length, font.MeasureText(text)) + 2 * pad, image.Width - 2 * margin), height = (bar is null ? 26 : 36) * unit;
        float left = margin, top = image.Height - margin - height;
        canvas.DrawRect(left, top, width, height, plate);
        canvas.DrawText(text, left + pad, top + 19 * unit, SKTextAlign.Left, font, ink);
        if (bar is not null) canvas.DrawRect(left + pad, top + height - 9 * unit, length, 3 * unit, ink);
    }

    private static SKTypeface LoadFont()
    {
        using Stream font = typeof(OverlayWriter).Assembly.GetManifestResourceStream("LtoAutoscope.Imaging.PictureFont.ttf")
            ?? throw new InvalidOperationException("The picture font is missing from the assembly.");
        return SKTypeface.FromStream(font) ?? SKTypeface.Default;
    }
}
