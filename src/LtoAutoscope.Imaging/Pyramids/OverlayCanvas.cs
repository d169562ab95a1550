using LtoAutoscope.Domain.Particles;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>One see-through tile that is laid over the grey one: masks, colours of sizes, scores and seams.</summary>
public sealed class OverlayCanvas : IDisposable
{
    private static readonly SKColor Counted = new(0x7f, 0xe3, 0xff), AtBorder = new(0xff, 0xd4, 0x5e);
    private readonly PixelRect _tile;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;

    /// <param name="tile">The tile, in pixels of its level.</param>
    public OverlayCanvas(PixelRect tile)
    {
        _tile = tile;
        _bitmap = new SKBitmap(new SKImageInfo(tile.Width, tile.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.Transparent);
        _canvas.Translate(-tile.X, -tile.Y);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    /// <summary>Fills a rectangle.</summary>
    /// <param name="place">In pixels of the level.</param>
    /// <param name="rgb">Its colour, <c>0xRRGGBB</c>.</param>
    /// <param name="alpha">0 clear … 255 opaque.</param>
    public void Fill(PixelRect place, int rgb, byte alpha)
    {
        using var paint = new SKPaint { Color = Colour(rgb).WithAlpha(alpha) };
        _canvas.DrawRect(place.X, place.Y, place.Width, place.Height, paint);
    }

    /// <summary>Hatches a rectangle: something was looked at there and does not count.</summary>
    /// <param name="place">In pixels of the level.</param>
    /// <param name="rgb">Its colour, <c>0xRRGGBB</c>.</param>
    public void Hatch(PixelRect place, int rgb)
    {
        using var paint = new SKPaint { Color = Colour(rgb), StrokeWidth = 1, IsAntialias = true };
        _canvas.Save();
        _canvas.ClipRect(new SKRect(place.X, place.Y, place.Right, place.Bottom));
        for (int at = place.X - place.Height; at < place.Right; at += 6) _canvas.DrawLine(at, place.Bottom, at + place.Height, place.Y, paint);
        _canvas.Restore();
    }

    /// <summary>Draws the particles of a frame from their outlines.</summary>
    /// <param name="particles">With outlines in pixels of the frame.</param>
    /// <param name="place">Where the frame lies, in pixels of the level.</param>
    /// <param name="reduction">The level's reduction.</param>
    /// <param name="colourOf">Colour by which a particle of so many nm is filled, <c>0xRRGGBB</c>; null to tint and outline all of them as masks.</param>
    public void Draw(IReadOnlyList<ParticleShape> particles, PixelRect place, int reduction, Func<double, int>? colourOf)
    {
        ArgumentNullException.ThrowIfNull(particles);
        float scale = 1f / (1 << reduction);
        var seen = SKRect.Create(_tile.X, _tile.Y, _tile.Width, _tile.Height);
        using var fill = new SKPaint { IsAntialias = true };
        using var line = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = reduction == 0 ? 1.6f : 1.1f };
        using var dots = SKPathEffect.CreateDash([2, 3], 0);
        foreach (ParticleShape particle in particles)
        {
            if (particle.Outline.Count < 6) continue;
            using var builder = new SKPathBuilder();
            for (int i = 0; i < particle.Outline.Count; i += 2)
            {
                // Outlines count from the centre of the first pixel, the canvas from its corner.
                var point = new SKPoint(place.X + (particle.Outline[i] + 0.5f) * scale, place.Y + (particle.Outline[i + 1] + 0.5f) * scale);
                if (i == 0) builder.MoveTo(point);
                else builder.LineTo(point);
            }

            builder.Close();
            using SKPath path = builder.Detach();
            if (!path.Bounds.IntersectsWith(seen)) continue;
            SKColor ink = particle.Counts ? Counted : AtBorder;
            fill.Color = colourOf is null ? ink.WithAlpha(70) : Colour(colourOf(particle.DiameterNm)).WithAlpha(particle.Counts ? (byte)205 : (byte)90);
            _canvas.DrawPath(path, fill);
            line.Color = colourOf is null ? ink : SKColors.Black.WithAlpha(150);
            line.PathEffect = particle.Counts ? null : dots;
            _canvas.DrawPath(path, line);
        }
    }

    /// <summary>Tints the tile by how much of each pixel lies in particles.</summary>
    /// <param name="coverage">0 none … 255 all, of the same tile.</param>
    /// <param name="strength">Opacity where all is particle, 0…1.</param>
    public void Tint(GreyCanvas coverage, double strength)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        using var mask = new SKBitmap(new SKImageInfo(_tile.Width, _tile.Height, SKColorType.Alpha8));
        Span<byte> rows = mask.GetPixelSpan();
        for (int y = 0; y < _tile.Height; y++) coverage.Pixels.AsSpan(y * _tile.Width, _tile.Width).CopyTo(rows[(y * mask.RowBytes)..]);
        using var paint = new SKPaint { Color = Counted.WithAlpha((byte)Math.Round(255 * Math.Clamp(strength, 0, 1))) };
        _canvas.DrawBitmap(mask, _tile.X, _tile.Y, SKSamplingOptions.Default, paint);
    }

    /// <summary>The tile as a PNG, packed fast rather than small.</summary>
    public byte[] ToPng()
    {
        using SKPixmap pixels = _bitmap.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, 1)) ?? throw new InvalidOperationException("The picture could not be encoded as PNG.");
        return data.ToArray();
    }

    /// <summary>How much of each pixel of a frame lies in particles, at a reduction.</summary>
    /// <param name="particles">With outlines in pixels of the frame.</param>
    /// <param name="width">Width of the frame, pixels.</param>
    /// <param name="height">Its height, pixels.</param>
    /// <param name="reduction">How often it is halved.</param>
    public static ReducedPlane Coverage(IReadOnlyList<Particle> particles, int width, int height, int reduction)
    {
        ArgumentNullException.ThrowIfNull(particles);
        int w = PyramidGeometry.Reduced(width, reduction), h = PyramidGeometry.Reduced(height, reduction);
        float scale = 1f / (1 << reduction);
        using var bitmap = new SKBitmap(new SKImageInfo(w, h, SKColorType.Alpha8));
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { IsAntialias = true, Color = SKColors.White })
        {
            canvas.Clear(SKColors.Transparent);
            foreach (Particle particle in particles)
            {
                if (particle.Outline.Count < 6) continue;
                using var builder = new SKPathBuilder();
                builder.MoveTo((particle.Outline[0] + 0.5f) * scale, (particle.Outline[1] + 0.5f) * scale);
                for (int i = 2; i < particle.Outline.Count; i += 2) builder.LineTo((particle.Outline[i] + 0.5f) * scale, (particle.Outline[i + 1] + 0.5f) * scale);
                builder.Close();
                using SKPath path = builder.Detach();
                canvas.DrawPath(path, paint);
            }
        }

        var pixels = new byte[w * h];
        ReadOnlySpan<byte> rows = bitmap.GetPixelSpan();
        for (int y = 0; y < h; y++) rows.Slice(y * bitmap.RowBytes, w).CopyTo(pixels.AsSpan(y * w));
        return new ReducedPlane(reduction, w, h, pixels);
    }

    private static SKColor Colour(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}
