namespace LtoAutoscope.Imaging;

/// <summary>A rectangle of whole pixels: the part of an image that is looked at, without a data bar.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns, ≥ 1.</param>
/// <param name="Height">Rows, ≥ 1.</param>
public readonly record struct ImageRegion(int X, int Y, int Width, int Height)
{
    /// <summary>The column after the last one.</summary>
    public int Right => X + Width;

    /// <summary>The row after the last one.</summary>
    public int Bottom => Y + Height;

    /// <summary>The whole of an image.</summary>
    public static ImageRegion Whole(int width, int height) => new(0, 0, width, height);
}
