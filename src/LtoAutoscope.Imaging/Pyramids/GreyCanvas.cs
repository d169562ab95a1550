using LtoAutoscope.Imaging.Formats;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>One tile of grey values, put together from the parts of several frames.</summary>
/// <param name="tile">The tile, in pixels of its level.</param>
public sealed class GreyCanvas(PixelRect tile)
{
    /// <summary>The values, row-major; 0 where no frame lies.</summary>
    public byte[] Pixels { get; } = new byte[tile.Width * tile.Height];

    /// <summary>Puts a frame on it; the part outside the tile is left out.</summary>
    /// <param name="plane">The frame at the tile's reduction.</param>
    /// <param name="place">Where it lies, in pixels of the level.</param>
    /// <param name="table">What each stored value looks like.</param>
    public void Draw(ReducedPlane plane, PixelRect place, ReadOnlySpan<byte> table)
    {
        ArgumentNullException.ThrowIfNull(plane);
        PixelRect part = tile.Intersect(new(place.X, place.Y, plane.Width, plane.Height));
        if (part.IsEmpty) return;
        ReadOnlySpan<byte> from = plane.Pixels.Span;
        for (int y = part.Y; y < part.Bottom; y++)
        {
            ReadOnlySpan<byte> source = from.Slice((y - place.Y) * plane.Width + part.X - place.X, part.Width);
            Span<byte> target = Pixels.AsSpan((y - tile.Y) * tile.Width + part.X - tile.X, part.Width);
            for (int x = 0; x < source.Length; x++) target[x] = table[source[x]];
        }
    }

    /// <summary>The tile as a JPEG.</summary>
    /// <param name="quality">1…100. Default 85.</param>
    public byte[] ToJpeg(int quality = 85)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(tile.Width, tile.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        Span<byte> rows = bitmap.GetPixelSpan();
        for (int y = 0; y < tile.Height; y++) Pixels.AsSpan(y * tile.Width, tile.Width).CopyTo(rows[(y * bitmap.RowBytes)..]);
        return PreviewEncoder.Encode(bitmap, SKEncodedImageFormat.Jpeg, quality);
    }
}
