using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Whether what stands on a flat band is written: thin strokes, or few grey levels. Particles are neither.</summary>
internal static class WrittenBand
{
    private const double Empty = 0.004, Thin = 0.8, FewGreys = 0.8, ThinEnough = 0.35, FewEnough = 0.3;

    /// <summary>Looks at the outer <paramref name="depth"/> rows.</summary>
    /// <param name="image">The image.</param>
    /// <param name="fromTop">Which edge.</param>
    /// <param name="depth">Rows of the band.</param>
    /// <param name="ground">Its ground; null takes the commonest grey.</param>
    /// <param name="tolerance">How far a pixel of the ground may be from it.</param>
    /// <param name="edgeIsStrong">Whether the band's edge alone is such as no specimen has; less is then asked of what stands on it.</param>
    internal static bool LooksWritten(GreyImage image, bool fromTop, int depth, int? ground, int tolerance, bool edgeIsStrong)
    {
        int unit = image.BitsPerPixel == 16 ? 257 : 1;
        int[] counts = new int[256];
        for (int d = 0; d < depth; d++)
            foreach (ushort pixel in BarBand.Row(image, d, fromTop)) counts[pixel / unit]++;
        int level = ground / unit ?? Array.IndexOf(counts, counts.Max()), reach = Math.Max(2, tolerance / unit), total = depth * image.Width;
        int other = total - Near(counts, level, reach);
        if (other < Empty * total) return true;
        if (other > 0.75 * total) return false;

        // The three commonest greys besides the ground: ink, a second ground, a frame.
        int[] left = (int[])counts.Clone();
        Clear(left, level, reach);
        int few = 0;
        for (int k = 0; k < 3; k++)
        {
            int peak = Peak(left, reach);
            few += Near(left, peak, reach);
            Clear(left, peak, reach);
        }

        double thin = ThinShare(image, fromTop, depth, level * unit, Math.Max(tolerance, 2 * unit), Math.Max(3, depth / 12));
        if (edgeIsStrong && (thin >= ThinEnough || few >= FewEnough * other)) return true;
        return thin >= Thin || few >= FewGreys * other || (thin >= 0.6 && few >= 0.5 * other);
    }

    /// <summary>Of the pixels that are not ground: the share with ground within a stroke's width on the left or right, and above or below.</summary>
    private static double ThinShare(GreyImage image, bool fromTop, int depth, int ground, int tolerance, int stroke)
    {
        int inked = 0, thin = 0, first = fromTop ? 0 : image.Height - depth, end = first + depth;
        for (int y = first; y < end; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                if (IsGround(x, y)) continue;
                inked++;
                for (int k = 1; k <= stroke; k++)
                {
                    if (!(IsGround(x - k, y) || IsGround(x + k, y) || IsGround(x, y - k) || IsGround(x, y + k))) continue;
                    thin++;
                    break;
                }
            }
        }

        return inked == 0 ? 1 : (double)thin / inked;

        bool IsGround(int x, int y) => x >= 0 && x < image.Width && y >= first && y < end && Math.Abs(image.Pixels[y * image.Width + x] - ground) <= tolerance;
    }

    private static int Near(int[] counts, int level, int reach)
    {
        int sum = 0;
        for (int v = Math.Max(0, level - reach); v <= Math.Min(255, level + reach); v++) sum += counts[v];
        return sum;
    }

    private static void Clear(int[] counts, int level, int reach)
        => counts.AsSpan(Math.Max(0, level - reach), Math.Min(255, level + reach) - Math.Max(0, level - reach) + 1).Clear();

    private static int Peak(int[] counts, int reach)
    {
        int best = 0, bestSum = -1;
        for (int v = 0; v < 256; v++)
            if (Near(counts, v, reach) is int sum && sum > bestSum) (best, bestSum) = (v, sum);
        return best;
    }
}
