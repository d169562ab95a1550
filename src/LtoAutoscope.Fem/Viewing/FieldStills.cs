using System.Globalization;
using LtoAutoscope.Fem.Output;
using SkiaSharp;

namespace LtoAutoscope.Fem.Viewing;

/// <summary>Pictures of a stored field for browsers without WebGL and for slides: the box from above a corner, and cuts across each axis.</summary>
public static class FieldStills
{
    private const int Side = 640, Margin = 24, Foot = 96;
    private static readonly SKColor Ground = new(0x0b, 0x0e, 0x12);
    private static readonly SKColor Ink = new(0xc9, 0xd3, 0xde);
    private static readonly SKColor Pore = new(0x14, 0x18, 0x1e);
    private static readonly SKColor Solid = new(0x4a, 0x53, 0x5e);

    /// <summary>Draws the box.</summary>
    /// <param name="view">The stored cell.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="field">The field's entry.</param>
    /// <param name="stored">Its bytes.</param>
    /// <param name="range">The values of the darkest and the brightest colour; null: the field's own.</param>
    /// <param name="caption">What the colours mean, unit and moment included.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Box(CellView view, ushort[] labels, ViewField field, byte[] stored, (double Low, double High)? range, string caption)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(field);
        return CubeStill.Draw(view.Structure(labels), Array.ConvertAll(stored, value => (float)field.ValueOf(value)), caption, range: range);
    }

    /// <summary>Draws a cut: colours where the field has values, grey where there is solid without, dark where there are pores without.</summary>
    /// <param name="view">The stored cell.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="field">The field's entry.</param>
    /// <param name="stored">Its bytes.</param>
    /// <param name="range">The values of the darkest and the brightest colour; null: the field's own.</param>
    /// <param name="axis">The axis that the cut stands across.</param>
    /// <param name="at">Number of the layer of voxels, from 0; taken into the box.</param>
    /// <param name="caption">What the colours mean, unit and moment included.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Cut(CellView view, ushort[] labels, ViewField field, byte[] stored, (double Low, double High)? range, CutAxis axis, int at, string caption)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(stored);
        IReadOnlyList<int> size = view.Index.Size;
        (int u, int v) = axis switch { CutAxis.X => (1, 2), CutAxis.Y => (0, 2), _ => (0, 1) };
        int across = (int)axis, layer = Math.Clamp(at, 0, size[across] - 1), width = size[u], height = size[v];
        (double low, double high) = range ?? (field.Low, field.High);
        using var cells = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<int> place = stackalloc int[3];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                (place[across], place[u], place[v]) = (layer, column, row);
                int voxel = place[0] + size[0] * (place[1] + size[1] * place[2]);
                cells.SetPixel(column, height - 1 - row, stored[voxel] == 0 ? labels[voxel] == 0 ? Pore : Solid : Colour(field.ValueOf(stored[voxel]), low, high));
            }
        }

        double scale = (double)Side / Math.Max(width, height);
        float drawnWidth = (float)(width * scale), drawnHeight = (float)(height * scale);
        using var bitmap = new SKBitmap(Side + 2 * Margin, (int)drawnHeight + 2 * Margin + Foot);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Ground);
        using (var image = SKImage.FromBitmap(cells))
            canvas.DrawImage(image, SKRect.Create(Margin + (Side - drawnWidth) / 2, Margin, drawnWidth, drawnHeight), new SKSamplingOptions(SKFilterMode.Nearest));
        Foundation(canvas, drawnHeight + Margin, view.Index.VoxelNm / scale, low, high, string.Create(CultureInfo.InvariantCulture, $"{caption}, {axis.ToString().ToLowerInvariant()} = {(layer + 0.5) * view.Index.VoxelNm / 1000:0.000} µm"));
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKColor Colour(double value, double low, double high)
    {
        (int r, int g, int b) = Cividis.At(high > low ? (value - low) / (high - low) : 0.5);
        return new SKColor((byte)r, (byte)g, (byte)b);
    }

    /// <summary>Scale bar, bar of colours with its ends, caption.</summary>
    private static void Foundation(SKCanvas canvas, float top, double nmAPixel, double low, double high, string caption)
    {
        using var font = new SKFont(CubeStill.Typeface, 17);
        using var ink = new SKPaint { Color = Ink, IsAntialias = true };
        double aim = nmAPixel * Side / 5, decade = Math.Pow(10, Math.Floor(Math.Log10(aim)));
        double length = (aim / decade) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * decade;
        float bar = (float)(length / nmAPixel);
        canvas.DrawRect(Margin, top + 22, bar, 4, ink);
        canvas.DrawText(string.Create(CultureInfo.InvariantCulture, $"{length:0.###} nm"), Margin, top + 48, SKTextAlign.Left, font, ink);
        SKColor[] colours = [.. Enumerable.Range(0, 11).Select(i => Colour(i, 0, 10))];
        const float From = 330, Width = 230;
        using var gradient = SKShader.CreateLinearGradient(new SKPoint(From, 0), new SKPoint(From + Width, 0), colours, SKShaderTileMode.Clamp);
        using var fill = new SKPaint { Shader = gradient };
        canvas.DrawRect(From, top + 18, Width, 12, fill);
        var (lowest, highest) = ValueText.Of(low, high);
        canvas.DrawText(lowest, From - 8, top + 30, SKTextAlign.Right, font, ink);
        canvas.DrawText(highest, From + Width + 8, top + 30, SKTextAlign.Left, font, ink);
        canvas.DrawText(caption, Margin + Side / 2f, top + 84, SKTextAlign.Center, font, ink);
    }
}
