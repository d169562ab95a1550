using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Follows the edge of a label and sets each point where the foreground probability crosses the threshold between a pixel of the label and its
/// neighbour outside: the iso-probability contour of marching squares with linear interpolation, kept to the label. Diagonal neighbours
/// count as connected. Holes are not followed.
/// </summary>
/// <remarks>
/// W. E. Lorensen, H. E. Cline, SIGGRAPH 1987, in two dimensions. Between two particles that touch, at the frame's edge, where there are no
/// probabilities and where the two pixels do not lie on either side of the threshold (a filled hole, a dropped speck) the point is the middle between the pixels, so
/// that two particles share one seam. Smoothing: pairs of a shrinking and a swelling pass (G. Taubin, SIGGRAPH 1995), which takes what is
/// left of the pixel grid and of noise away and leaves size and low frequencies as they are.
/// </remarks>
internal static class OutlineTracer
{
    /// <summary>Pairs of smoothing passes.</summary>
    internal const int SmoothingPasses = 5;

    private const double Shrink = 0.5;
    private const double Swell = -0.53;

    /// <summary>Appends the closed contour of the part of a label that holds a pixel without a neighbour of that part above or to its left, clockwise on a screen.</summary>
    /// <param name="labels">The instance mask.</param>
    /// <param name="foreground">Foreground probability, row-major, or null.</param>
    /// <param name="threshold">Of the contour, 0…1.</param>
    /// <param name="first">Index of the part's first pixel in reading order.</param>
    /// <param name="points">Cleared, then filled; pixels, (0, 0) the centre of the first pixel.</param>
    internal static void Trace(LabelImage labels, float[]? foreground, double threshold, int first, List<ImagePoint> points)
    {
        points.Clear();
        int width = labels.Width, height = labels.Height, label = labels.Labels[first];
        int startX = first % width, startY = first / width;
        int x = startX, y = startY, direction = 0;
        do
        {
            // The pixel on the right hand is inside, the one on the left hand outside.
            (int inX, int inY, int outX, int outY) = direction switch
            {
                0 => (x, y, x, y - 1),
                1 => (x - 1, y, x, y),
                2 => (x - 1, y - 1, x - 1, y),
                _ => (x, y - 1, x - 1, y - 1),
            };
            double t = Crossing(labels, foreground, threshold, inY * width + inX, outX, outY);
            points.Add(new ImagePoint(inX + t * (outX - inX), inY + t * (outY - inY)));
            bool left, right;
            switch (direction)
            {
                case 0: x++; left = Inside(x, y - 1); right = Inside(x, y); break;
                case 1: y++; left = Inside(x, y); right = Inside(x - 1, y); break;
                case 2: x--; left = Inside(x - 1, y); right = Inside(x - 1, y - 1); break;
                default: y--; left = Inside(x - 1, y - 1); right = Inside(x, y - 1); break;
            }

            if (left) direction = (direction + 3) & 3;
            else if (!right) direction = (direction + 1) & 3;
        }
        while (x != startX || y != startY || direction != 0);

        bool Inside(int px, int py) => (uint)px < (uint)width && (uint)py < (uint)height && labels.Labels[py * width + px] == label;
    }

    /// <summary>Takes pixel staircase and noise out of a closed polygon, in place, and keeps its area and centroid.</summary>
    /// <param name="outline">The corners.</param>
    /// <param name="spare">As long; overwritten.</param>
    /// <param name="area">The area that the result is to have, px².</param>
    internal static void Smooth(Span<ImagePoint> outline, Span<ImagePoint> spare, double area)
    {
        if (outline.Length >= 8)
        {
            for (int pass = 0; pass < SmoothingPasses; pass++)
            {
                Relax(outline, spare, Shrink);
                Relax(spare, outline, Swell);
            }
        }

        PolygonMoments moments = PolygonMoments.Of(outline);
        if (!(moments.Area > 0)) return;
        double scale = Math.Sqrt(area / moments.Area);
        for (int i = 0; i < outline.Length; i++)
            outline[i] = new ImagePoint(moments.X + scale * (outline[i].XPx - moments.X), moments.Y + scale * (outline[i].YPx - moments.Y));
    }

    /// <summary>Where the outline passes between a pixel of the label and its neighbour outside, 0 at the one and 1 at the other.</summary>
    private static double Crossing(LabelImage labels, float[]? foreground, double threshold, int inside, int outX, int outY)
    {
        const double Middle = 0.5;
        if (foreground is null || (uint)outX >= (uint)labels.Width || (uint)outY >= (uint)labels.Height) return Middle;
        int outside = outY * labels.Width + outX;
        double high = foreground[inside], low = foreground[outside];
        return labels.Labels[outside] != 0 || !(high > threshold && low <= threshold) ? Middle : (high - threshold) / (high - low);
    }

    private static void Relax(ReadOnlySpan<ImagePoint> from, Span<ImagePoint> to, double amount)
    {
        ImagePoint previous = from[^1], here = from[0];
        double keep = 1 - amount, half = amount / 2;
        for (int i = 0; i < from.Length; i++)
        {
            ImagePoint next = from[i + 1 == from.Length ? 0 : i + 1];
            to[i] = new ImagePoint(keep * here.XPx + half * (previous.XPx + next.XPx), keep * here.YPx + half * (previous.YPx + next.YPx));
            previous = here;
            here = next;
        }
    }
}
