using LtoAutoscope.Domain;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>Size, depth and scale of a picture that becomes a pyramid.</summary>
/// <param name="WidthPx">Columns, ≥ 1.</param>
/// <param name="HeightPx">Rows, ≥ 1.</param>
/// <param name="BitsPerPixel">8 or 16.</param>
/// <param name="PixelSizeNm">Edge of a pixel, nm; null writes no resolution tags.</param>
public sealed record PyramidTiffShape(int WidthPx, int HeightPx, int BitsPerPixel, double? PixelSizeNm)
{
    /// <summary>Width and height of each level, the whole picture first, each further one half of it (rounded up) until it fits into a tile.</summary>
    internal IReadOnlyList<(int Width, int Height)> Levels
    {
        get
        {
            List<(int, int)> levels = [(WidthPx, HeightPx)];
            for ((int w, int h) = (WidthPx, HeightPx); Math.Max(w, h) > PyramidTiff.TilePx;)
            {
                (w, h) = ((w + 1) / 2, (h + 1) / 2);
                levels.Add((w, h));
            }

            return levels;
        }
    }

    /// <summary>Bytes that its tiles can have at most; packed ones are smaller, or a little larger where the pixels are pure noise.</summary>
    internal long LargestBytes => Levels.Sum(level => (long)Tiles(level.Width) * Tiles(level.Height) * (PyramidTiff.TilePx * PyramidTiff.TilePx * (BitsPerPixel / 8L) + 512));

    internal static int Tiles(int length) => (length + PyramidTiff.TilePx - 1) / PyramidTiff.TilePx;

    internal void Require(string path)
    {
        if (WidthPx < 1 || HeightPx < 1 || BitsPerPixel is not (8 or 16)) throw new InputException(FormattableString.Invariant($"A picture of {WidthPx} × {HeightPx} pixels with {BitsPerPixel} bits cannot be written"), path, "Give a picture with pixels of 8 or 16 bits");
    }
}
