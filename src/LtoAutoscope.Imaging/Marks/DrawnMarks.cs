using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Marks;

/// <summary>
/// Finds what is drawn into a picture: words, scale bars and boxes of even white or black ink with sharp edges. Doubtful patches are left alone, because the network was trained to
/// pass over marks, while a particle taken for one would be lost.
/// </summary>
internal static class DrawnMarks
{
    private const double LargestShare = 0.12, SmallestBoxShare = 0.0015, LeastAccepted = 0.3;
    private const int SpeckPx = 12;

    /// <summary>Row-major mask over <paramref name="area"/> of the pixels that are drawn; null where nothing is.</summary>
    internal static bool[]? Find(GreyImage image, ImageRegion area)
    {
        bool[] mask = new bool[area.Width * area.Height];
        bool any = false;
        foreach (bool white in (bool[])[true, false])
            if (InkScan.Of(image, area, white) is { } scan) any |= Mark(scan, mask);
        if (!any) return null;
        int marked = mask.Count(static m => m);
        return marked > 0 && marked <= LargestShare * mask.Length ? mask : null;
    }

    private static bool Mark(InkScan scan, bool[] mask)
    {
        IReadOnlyList<TextLine> lines = TextLine.Find(scan);
        List<InkComponent> boxes = [.. scan.Components.Where(c => IsBox(scan, c))], bars = [.. scan.Components.Where(c => IsBar(c, scan.Area))];
        List<TextLine> words = [.. lines.Where(line => IsWord(line, bars, scan.Area))];
        bars = [.. bars.Where(bar => words.Exists(word => IsNear(word, bar)))];
        int accepted = words.Sum(static w => w.Letters.Count) + bars.Count + boxes.Count;
        int all = scan.Components.Count(static c => c.Area >= SpeckPx);
        if (accepted == 0 || accepted < LeastAccepted * all) return false;
        foreach (InkComponent box in boxes) Fill(mask, scan.Area, box.Left - 2, box.Top - 2, box.Right + 2, box.Bottom + 2);
        foreach (InkComponent bar in bars) Grow(scan, mask, bar, 2);
        foreach (TextLine word in words)
        {
            // Dots and tails in the word's box belong to it.
            int grow = Math.Max(2, word.Height / 8);
            foreach (InkComponent c in scan.Components)
                if (c.Left >= word.Left - grow && c.Right <= word.Right + grow && c.Top >= word.Top - grow && c.Bottom <= word.Bottom + grow + word.Height / 4) Grow(scan, mask, c, grow);
        }

        return true;
    }

    private static bool IsWord(TextLine line, List<InkComponent> bars, ImageRegion area)
    {
        if (line.LooksWritten) return line.Letters.Count >= 3 || bars.Exists(bar => IsNear(line, bar)) || IsInCorner(line, area);
        return line.Letters is [{ Sharpness: >= 0.9, Evenness: >= 0.6 } letter] && TextLine.IsGlyph(letter) && letter.Height >= 0.03 * area.Height && IsInCorner(line, area);
    }

    private static bool IsInCorner(TextLine line, ImageRegion area)
        => (line.Left < 0.1 * area.Width || line.Right > 0.9 * area.Width) && (line.Top < 0.1 * area.Height || line.Bottom > 0.9 * area.Height);

    private static bool IsNear(TextLine word, InkComponent bar)
        => word.Left < bar.Right + word.Height && word.Right > bar.Left - word.Height && word.Top < bar.Bottom + 2 * word.Height && word.Bottom > bar.Top - 2 * word.Height;

    private static bool IsBar(InkComponent c, ImageRegion area)
        => c.Width >= 0.03 * area.Width && c.Height <= Math.Max(4, 0.04 * area.Height) && c.Width >= 4 * c.Height && c.Fill >= 0.9 && c.Sharpness >= 0.7 && c.Evenness >= 0.5;

    /// <summary>A filled rectangle with straight sides, with or without something written on it.</summary>
    private static bool IsBox(InkScan scan, InkComponent c)
    {
        if (c.Width < 16 || c.Height < 12 || (double)c.Width * c.Height < SmallestBoxShare * scan.Area.Width * scan.Area.Height || c.Fill < 0.45 || c.Evenness < 0.7 || c.Sharpness < 0.4) return false;
        int inside = 0, edge = 2 * (c.Width + c.Height);
        for (int x = c.Left; x < c.Right; x++) inside += Is(x, c.Top) + Is(x, c.Bottom - 1);
        for (int y = c.Top; y < c.Bottom; y++) inside += Is(c.Left, y) + Is(c.Right - 1, y);
        return inside >= 0.97 * edge;

        int Is(int x, int y) => scan.Labels[y * scan.Area.Width + x] == c.Label ? 1 : 0;
    }

    private static void Grow(InkScan scan, bool[] mask, InkComponent c, int by)
    {
        for (int y = c.Top; y < c.Bottom; y++)
            for (int x = c.Left; x < c.Right; x++)
                if (scan.Labels[y * scan.Area.Width + x] == c.Label) Fill(mask, scan.Area, x - by, y - by, x + by + 1, y + by + 1);
    }

    private static void Fill(bool[] mask, ImageRegion area, int left, int top, int right, int bottom)
    {
        for (int y = Math.Max(0, top); y < Math.Min(area.Height, bottom); y++)
            mask.AsSpan(y * area.Width + Math.Max(0, left), Math.Min(area.Width, right) - Math.Max(0, left)).Fill(true);
    }
}
