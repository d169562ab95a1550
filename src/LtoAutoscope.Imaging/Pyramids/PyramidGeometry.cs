namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>
/// How a large picture is cut into square tiles at levels that halve: level <see cref="TopLevel"/> shows each pixel, level 0 is one tile with all of it. The reduction of
/// a level is <see cref="TopLevel"/> minus its number: one pixel there stands for 2^reduction × 2^reduction pixels of the picture.
/// </summary>
/// <remarks>The numbering of levels is that of deep-zoom viewers, such as OpenSeadragon's <c>TileSource</c>.</remarks>
public sealed record PyramidGeometry
{
    /// <summary>Edge of a tile unless told otherwise, pixels.</summary>
    public const int DefaultTilePx = 512;

    /// <param name="width">Width of the picture, pixels, ≥ 1.</param>
    /// <param name="height">Its height, pixels, ≥ 1.</param>
    /// <param name="tilePx">Edge of a tile, pixels, ≥ 1. Default 512.</param>
    public PyramidGeometry(int width, int height, int tilePx = DefaultTilePx)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tilePx, 1);
        (Width, Height, TilePx) = (width, height, tilePx);
        for (int longest = Math.Max(width, height); Reduced(longest, TopLevel) > tilePx;) TopLevel++;
    }

    /// <summary>Width of the picture, pixels.</summary>
    public int Width { get; }

    /// <summary>Its height, pixels.</summary>
    public int Height { get; }

    /// <summary>Edge of a tile, pixels.</summary>
    public int TilePx { get; }

    /// <summary>The level that shows each pixel.</summary>
    public int TopLevel { get; }

    /// <summary>A length at a reduction, pixels, rounded up.</summary>
    public static int Reduced(int length, int reduction) => (int)(((long)length + (1L << reduction) - 1) >> reduction);

    /// <summary>How often a level halves the picture.</summary>
    public int Reduction(int level) => TopLevel - level;

    /// <summary>Tiles side by side at a level.</summary>
    public int Columns(int level) => (Reduced(Width, Reduction(level)) + TilePx - 1) / TilePx;

    /// <summary>Tiles one above the other at a level.</summary>
    public int Rows(int level) => (Reduced(Height, Reduction(level)) + TilePx - 1) / TilePx;

    /// <summary>Whether there is such a tile.</summary>
    public bool Has(int level, int column, int row)
        => level >= 0 && level <= TopLevel && column >= 0 && row >= 0 && column < Columns(level) && row < Rows(level);

    /// <summary>A tile in pixels of its level; those at the right and lower edge may be smaller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tile.</exception>
    public PixelRect TileAt(int level, int column, int row)
    {
        if (!Has(level, column, row)) throw new ArgumentOutOfRangeException(nameof(level), $"There is no tile {level}/{column}/{row}.");
        int x = column * TilePx, y = row * TilePx, reduction = Reduction(level);
        return new(x, y, Math.Min(TilePx, Reduced(Width, reduction) - x), Math.Min(TilePx, Reduced(Height, reduction) - y));
    }

    /// <summary>
    /// Where a part of the picture is drawn at a level: its corner rounded to the nearest pixel, its size rounded up, so that parts that meet in the picture leave no
    /// gap at any level.
    /// </summary>
    public PixelRect PlaceOf(PixelRect part, int level)
    {
        int reduction = Reduction(level);
        return new(Nearest(part.X, reduction), Nearest(part.Y, reduction), Reduced(part.Width, reduction), Reduced(part.Height, reduction));
    }

    /// <summary>The tiles of a level on which a part of the picture is drawn: first and last column, first and last row.</summary>
    public (int Left, int Top, int Right, int Bottom) TilesOf(PixelRect part, int level)
    {
        PixelRect place = PlaceOf(part, level);
        return (
            Math.Max(0, place.X / TilePx), Math.Max(0, place.Y / TilePx),
            Math.Min(Columns(level) - 1, (place.Right - 1) / TilePx), Math.Min(Rows(level) - 1, (place.Bottom - 1) / TilePx));
    }

    private static int Nearest(int position, int reduction) => reduction == 0 ? position : (int)((position + (1L << (reduction - 1))) >> reduction);
}
