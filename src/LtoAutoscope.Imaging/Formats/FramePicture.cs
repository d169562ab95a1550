using LtoAutoscope.Domain.Frames;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>A frame with its contrast stretched for the eye, one byte a pixel, from which crops are cut.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class FramePicture
{
    private static readonly SKColor Counted = new(0x7f, 0xe3, 0xff), Edge = new(0xff, 0xd4, 0x5e), Ground = new(0x08, 0x09, 0x0b);
    private readonly byte[] grey;

    private FramePicture(int width, int height, byte[] grey) => (Width, Height, this.grey) = (width, height, grey);

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Stretches a frame.</summary>
    public static FramePicture Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using SKBitmap bitmap = ContrastStretch.ToBitmap(image, stretch: true, SKColorType.Gray8);
        byte[] grey = new byte[image.Width * image.Height];
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        for (int y = 0; y < image.Height; y++) pixels.Slice(y * bitmap.RowBytes, image.Width).CopyTo(grey.AsSpan(y * image.Width));
        return new FramePicture(image.Width, image.Height, grey);
    }

    /// <summary>A square cut out of the frame, as JPEG. What lies outside the frame is dark.</summary>
    /// <param name="x">Centre, pixels, (0, 0) the centre of the first pixel.</param>
    /// <param name="y">Centre.</param>
    /// <param name="side">Side of the square in the frame, pixels, above 0.</param>
    /// <param name="size">Side of the picture, pixels, 16…1024.</param>
    /// <param name="outline">Outline to draw over it, x, y pairs in pixels of the frame, or null.</param>
    /// <param name="counts">Whether the outline is that of a particle that counts: solid cyan, else dotted amber.</param>
    public byte[] Crop(double x, double y, double side, int size, IReadOnlyList<float>? outline, bool counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        double left = x + 0.5 - side / 2, top = y + 0.5 - side / 2, zoom = size / side;
        int x0 = Math.Clamp((int)Math.Floor(left), 0, Width), x1 = Math.Clamp((int)Math.Ceiling(left + side), 0, Width);
        int y0 = Math.Clamp((int)Math.Floor(top), 0, Height), y1 = Math.Clamp((int)Math.Ceiling(top + side), 0, Height);
        using var picture = new SKBitmap(new SKImageInfo(size, size, outline is null ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(picture);
        canvas.Clear(Ground);
        if (x1 > x0 && y1 > y0)
        {
            using var part = new SKBitmap(new SKImageInfo(x1 - x0, y1 - y0, SKColorType.Gray8, SKAlphaType.Opaque));
            Span<byte> pixels = part.GetPixelSpan();
            for (int row = y0; row < y1; row++) grey.AsSpan(row * Width + x0, x1 - x0).CopyTo(pixels[((row - y0) * part.RowBytes)..]);
            part.NotifyPixelsChanged();
            using SKImage image = SKImage.FromBitmap(part);
            var place = new SKRect((float)((x0 - left) * zoom), (float)((y0 - top) * zoom), (float)((x1 - left) * zoom), (float)((y1 - top) * zoom));
            canvas.DrawImage(image, place, zoom < 1 ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear) : new SKSamplingOptions(SKCubicResampler.Mitchell));
        }

        if (outline is { Count: >= 6 }) Draw(canvas, outline, counts, left, top, zoom, size);
        canvas.Flush();
        return PreviewEncoder.Encode(picture, SKEncodedImageFormat.Jpeg, outline is null ? 84 : 90);
    }

    private static void Draw(SKCanvas canvas, IReadOnlyList<float> outline, bool counts, double left, double top, double zoom, int size)
    {
        float width = Math.Max(1.2f, size / 180f);
        using var dots = SKPathEffect.CreateDash([1.5f * width, 2.5f * width], 0);
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = width, Color = counts ? Counted : Edge, IsAntialias = true, PathEffect = counts ? null : dots };
        using var builder = new SKPathBuilder();
        for (int i = 0; i + 1 < outline.Count; i += 2)
        {
            float px = (float)((outline[i] + 0.5 - left) * zoom), py = (float)((outline[i + 1] + 0.5 - top) * zoom);
            if (i == 0) builder.MoveTo(px, py);
            else builder.LineTo(px, py);
        }

        builder.Close();
        using SKPath path = builder.Detach();
        canvas.DrawPath(path, paint);
    }
}
