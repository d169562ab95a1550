using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Marks;

/// <summary>
/// Looks for a scale bar that is drawn into an image or its data bar: a straight line of even ink, with or without ticks at its ends, whole or interrupted by its label. What
/// it stands for is not read; a person says that.
/// </summary>
/// <remarks>Dotted rulers (Hitachi's) are not found.</remarks>
public static class ScaleBarFinder
{
    private const double ShortestPart = 0.035, LongestPart = 0.7, ThickestPart = 0.035, StraightRun = 0.9;

    /// <summary>The likeliest bar; null where none is found.</summary>
    public static FoundScaleBar? Find(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        FoundScaleBar? best = null;
        double bestScore = 0;

        // In the upper, then in the lower part, so that a bright or dark picture does not hide what is drawn in its corner or under it.
        foreach (ImageRegion part in Parts(image))
        {
            foreach (bool white in (bool[])[true, false])
            {
                if (InkScan.Of(image, part, white) is not { } scan) continue;
                IReadOnlyList<TextLine> words = [.. TextLine.Find(scan).Where(static line => line.LooksWritten)];
                foreach ((FoundScaleBar bar, double score) in Candidates(scan, words, image.Width))
                    if (score > bestScore) (best, bestScore) = (bar, score);
            }
        }

        return best;
    }

    private static IEnumerable<ImageRegion> Parts(GreyImage image)
    {
        int fifth = Math.Max(1, image.Height / 5);
        yield return ImageRegion.Whole(image.Width, image.Height);
        yield return new ImageRegion(0, image.Height - fifth, image.Width, fifth);
        yield return new ImageRegion(0, image.Height - fifth / 2, image.Width, Math.Max(1, fifth / 2));
        yield return new ImageRegion(0, 0, image.Width, fifth);
    }

    private static IEnumerable<(FoundScaleBar Bar, double Score)> Candidates(InkScan scan, IReadOnlyList<TextLine> words, int width)
    {
        List<InkComponent> lines = [.. scan.Components.Where(c => IsLine(c, scan.Area, width))];
        foreach (InkComponent line in lines)
        {
            if (line.LongestRun < ShortestPart * width) continue;
            bool ticks = line.Height > 2.5 * Thickness(line);
            yield return Rated(scan, words, line.Left, line.Right, line.CentreY, ticks, line.Fill);
        }

        // |—— 500 nm ——|: two halves at one height, with the label between them.
        foreach (InkComponent a in lines)
        {
            foreach (InkComponent b in lines)
            {
                bool isPair = a.Right < b.Left && Math.Abs(a.CentreY - b.CentreY) <= 2 && Math.Abs(a.Width - b.Width) <= 0.15 * Math.Max(a.Width, b.Width) + 2 && a.Height > 2.5 * Thickness(a) && b.Height > 2.5 * Thickness(b);
                bool isLabelled = isPair && words.Any(w => w.Left >= a.Right - 2 && w.Right <= b.Left + 2 && w.Top <= a.CentreY && w.Bottom >= a.CentreY);
                if (isLabelled && b.Right - a.Left <= LongestPart * width) yield return Rated(scan, words, a.Left, b.Right, a.CentreY, true, 1, bonus: 1);
            }
        }
    }

    private static bool IsLine(InkComponent c, ImageRegion area, int width)
    {
        double thickness = Thickness(c);
        return c.Width >= 0.02 * width && c.Width <= LongestPart * width && c.LongestRun >= StraightRun * c.Width && thickness <= Math.Max(3, ThickestPart * width)
            && c.Height <= Math.Max(12, 0.08 * width) && c.Width >= 2.5 * thickness && (c.Fill >= 0.9 || c.Area - c.LongestRun * thickness <= 2.2 * thickness * c.Height + 4)
            && c.Sharpness >= 0.5 && c.Evenness >= 0.35 && c.Left > 0 && c.Right < area.Width;
    }

    /// <summary>Height of the line itself, without ticks: what is left of the area when two ticks are taken off.</summary>
    private static double Thickness(InkComponent c) => c.Fill >= 0.8 ? c.Height : Math.Max(1, Math.Round(((double)c.Area - 2 * c.Height) / Math.Max(1, c.Width - 2)));

    private static (FoundScaleBar Bar, double Score) Rated(InkScan scan, IReadOnlyList<TextLine> words, int left, int right, double y, bool ticks, double fill, double bonus = 0)
    {
        int length = right - left;
        bool isLabelled = words.Any(w => w.Left < right + 2 * w.Height && w.Right > left - 2 * w.Height && w.Top < y + 2.5 * w.Height && w.Bottom > y - 2.5 * w.Height);
        double score = 1 + (isLabelled ? 2 : 0) + (ticks ? 0.7 : 0) + 0.3 * fill + Math.Min(0.5, 2.0 * length / scan.Area.Width) + bonus;
        return (new FoundScaleBar(scan.Area.X + left, scan.Area.Y + (int)y, length, ticks, isLabelled), score);
    }
}
