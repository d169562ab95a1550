using LtoAutoscope.Fem.Microstructures;
using SkiaSharp;

namespace LtoAutoscope.Fem.Output;

/// <summary>The picture of <see cref="CubePicture"/> as PNG, for slides and for browsers without WebGL.</summary>
public static class CubeStill
{
    private const int Scale = 2;
    private const int MaximumCells = 256;
    private static readonly SKColor Ground = new(0x0b, 0x0e, 0x12);
    private static readonly SKColor Ink = new(0xc9, 0xd3, 0xde);

    /// <summary>Draws.</summary>
    /// <param name="structure">The voxels.</param>
    /// <param name="field">One value a voxel, NaN where it has none.</param>
    /// <param name="caption">What the colours mean, unit included.</param>
    /// <param name="withBar">Whether the bar of colours is drawn; without it the colours only tell things apart.</param>
    /// <param name="range">The values of the darkest and the brightest colour; null: the field's own ends.</param>
    /// <returns>A PNG file of 920 × 1024 pixels.</returns>
    public static byte[] Draw(VoxelMicrostructure structure, float[] field, string caption, bool withBar = true, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(field);
        var shading = new CubeShading(structure, field, MaximumCells, range);
        using var bitmap = new SKBitmap(CubeFace.Width * Scale, CubeFace.Height * Scale);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Ground);
        canvas.Scale(Scale);
        foreach (var face in shading.Faces) Face(canvas, shading, face);
        using var edge = new SKPaint { Color = new SKColor(0xdf, 0xe6, 0xee, 140), Style = SKPaintStyle.Stroke, StrokeWidth = 1.4f, IsAntialias = true };
        using var outline = SKPath.ParseSvgPathData("M230 13 418 122V338L230 447 42 338V122ZM230 230V447M230 230 42 122M230 230 418 122");
        canvas.DrawPath(outline, edge);
        Legend(canvas, shading, caption, withBar);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void Face(SKCanvas canvas, CubeShading shading, in CubeFace face)
    {
        int n = shading.Cells;
        using var cells = new SKBitmap(n, n, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int v = 0; v < n; v++)
        {
            for (int u = 0; u < n; u++)
            {
                int shade = shading.ShadeAt(face, u, v);
                var (r, g, b) = shade < 0 ? ((byte)0x0e, (byte)0x11, (byte)0x15) : CubeShading.ColourOf(shade, face.Light);
                cells.SetPixel(u, v, new SKColor(r, g, b));
            }
        }

        canvas.Save();
        float a = (float)face.First.X / n, c = (float)face.Second.X / n, b2 = (float)face.First.Y / n, d = (float)face.Second.Y / n;
        canvas.Concat(new SKMatrix(a, c, face.Origin.X, b2, d, face.Origin.Y, 0, 0, 1));
        using var image = SKImage.FromBitmap(cells);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Restore();
    }

    private static void Legend(SKCanvas canvas, CubeShading shading, string caption, bool withBar)
    {
        using var font = new SKFont(Typeface, 13);
        using var ink = new SKPaint { Color = Ink, IsAntialias = true };
        canvas.DrawText(caption, 230, 497, SKTextAlign.Center, font, ink);
        if (!withBar) return;
        var colours = Enumerable.Range(0, 11).Select(i => Cividis.At(i / 10.0)).Select(c => new SKColor((byte)c.R, (byte)c.G, (byte)c.B)).ToArray();
        using var gradient = SKShader.CreateLinearGradient(new SKPoint(110, 0), new SKPoint(350, 0), colours, SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = gradient };
        canvas.DrawRect(110, 466, 240, 9, fill);
        var (low, high) = ValueText.Of(shading.Low, shading.High);
        canvas.DrawText(low, 102, 475, SKTextAlign.Right, font, ink);
        canvas.DrawText(high, 358, 475, SKTextAlign.Left, font, ink);
    }

    /// <summary>The letters of pictures.</summary>
    internal static SKTypeface Typeface => PictureFont.Value;

    // A service's machine may have no fonts: the subset of DejaVu Sans that the image pictures use travels in the assembly.
    private static readonly Lazy<SKTypeface> PictureFont = new(() =>
    {
        using var stream = typeof(CubeStill).Assembly.GetManifestResourceStream("LtoAutoscope.Fem.PictureFont.ttf")
            ?? throw new InvalidOperationException("The picture font is missing from the assembly.");
        return SKTypeface.FromStream(stream) ?? SKTypeface.Default;
    });
}
