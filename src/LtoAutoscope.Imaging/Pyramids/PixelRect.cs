namespace LtoAutoscope.Imaging.Pyramids;

/// <summary>A rectangle of whole pixels.</summary>
/// <param name="X">Its left column.</param>
/// <param name="Y">Its upper row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelRect(int X, int Y, int Width, int Height)
{
    /// <summary>The column behind its last.</summary>
    public int Right => X + Width;

    /// <summary>The row below its last.</summary>
    public int Bottom => Y + Height;

    /// <summary>Whether it holds no pixel.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Whether a pixel lies in it.</summary>
    public bool Contains(int x, int y) => x >= X && x < Right && y >= Y && y < Bottom;

    /// <summary>What it shares with another; empty where they do not meet.</summary>
    public PixelRect Intersect(PixelRect other)
    {
        int left = Math.Max(X, other.X), top = Math.Max(Y, other.Y);
        return new(left, top, Math.Min(Right, other.Right) - left, Math.Min(Bottom, other.Bottom) - top);
    }
}
