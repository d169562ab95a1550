namespace LtoAutoscope.Imaging.Marks;

/// <summary>Patches of ink that stand in a row like the letters of a word.</summary>
/// <param name="Letters">From left to right.</param>
internal sealed record TextLine(IReadOnlyList<InkComponent> Letters)
{
    private const double LargestStroke = 0.36, LargestGap = 1.4, HeightRatio = 2.2, BaseLine = 0.45;

    internal int Left => Letters.Min(static l => l.Left);

    internal int Top => Letters.Min(static l => l.Top);

    internal int Right => Letters.Max(static l => l.Right);

    internal int Bottom => Letters.Max(static l => l.Bottom);

    internal int Height => Bottom - Top;

    /// <summary>Whether at least half of the patches have strokes and gaps as letters have, and bars and discs have not.</summary>
    internal bool LooksWritten => Letters.Count >= 2 && 2 * Letters.Count(IsGlyph) >= Letters.Count;

    /// <summary>The rows among patches that may be letters.</summary>
    internal static IReadOnlyList<TextLine> Find(InkScan scan)
    {
        List<InkComponent> left = [.. scan.Components.Where(c => MayBeLetter(c, scan.Area)).OrderBy(static c => c.Left)];
        List<TextLine> lines = [];
        while (left.Count > 0)
        {
            List<InkComponent> line = [left[0]];
            left.RemoveAt(0);
            while (left.FindIndex(c => line.Exists(l => AreNeighbours(l, c))) is >= 0 and int next)
            {
                line.Add(left[next]);
                left.RemoveAt(next);
            }

            lines.Add(new TextLine([.. line.OrderBy(static c => c.Left)]));
        }

        return lines;
    }

    internal static bool IsGlyph(InkComponent c)
        => c.Stroke <= LargestStroke * c.Height && c.Fill <= 0.8 && c.Width >= 0.25 * c.Height && c.Width <= 2 * c.Height && c.Area >= 10;

    private static bool MayBeLetter(InkComponent c, ImageRegion area)
        => c.Height >= 5 && c.Height <= 0.15 * area.Height && c.Width <= 0.15 * area.Width && c.Area >= 5 && c.Sharpness >= 0.7 && c.Evenness >= 0.35 && c.Stroke <= Math.Max(3.5, 0.5 * c.Height);

    private static bool AreNeighbours(InkComponent a, InkComponent b)
    {
        double taller = Math.Max(a.Height, b.Height);
        return taller <= HeightRatio * Math.Min(a.Height, b.Height) && Math.Abs(a.CentreY - b.CentreY) <= BaseLine * taller
            && Math.Max(a.Left, b.Left) - Math.Min(a.Right, b.Right) <= LargestGap * taller;
    }
}
