namespace LtoAutoscope.Twin;

/// <summary>A rectangle of a virtual window that spans the field; right and bottom belong to it.</summary>
public sealed record ScanArea(int WindowWidth, int WindowHeight, int Left, int Top, int Right, int Bottom)
{
    private const int LargestSide = 16384;

    /// <summary>Its width, pixels.</summary>
    public int Width => Right - Left + 1;

    /// <summary>Its height, pixels.</summary>
    public int Height => Bottom - Top + 1;

    /// <summary>Whether it is a rectangle within its window.</summary>
    public bool IsValid => WindowWidth is > 0 and <= LargestSide && WindowHeight is > 0 and <= LargestSide
        && Left >= 0 && Top >= 0 && Right >= Left && Bottom >= Top && Right < WindowWidth && Bottom < WindowHeight;
}
