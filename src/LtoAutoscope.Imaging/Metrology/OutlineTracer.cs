using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Follows the cracks between the pixels of a region and those around it, and smooths the polygon of their midpoints to
/// sub-pixel accuracy. Diagonal neighbours count as connected. Holes are not followed.
/// </summary>
/// <remarks>
/// Smoothing: pairs of a shrinking and a swelling pass (G. Taubin, “A signal processing approach to fair surface design”,
/// SIGGRAPH 1995), which takes the staircase of the pixel grid away and leaves size and low frequencies as they are.
/// </remarks>
public static class OutlineTracer
{
    /// <summary>Pairs of passes of <see cref="Smooth"/>.</summary>
    public const int SmoothingPasses = 5;

    private const double Shrink = 0.5;
    private const double Swell = -0.53;
    private static readonly int[] StepX = [1, 0, -1, 0];
    private static readonly int[] StepY = [0, 1, 0, -1];

    /// <summary>
    /// The midpoints of the cracks around the region that holds the first set pixel in reading order, clockwise on a screen.
    /// </summary>
    /// <param name="mask">Row-major, non-zero inside; its outermost rows and columns must be empty.</param>
    /// <param name="width">Width of the mask.</param>
    /// <param name="height">Height of the mask.</param>
    /// <param name="offsetX">Added to x: the image column of the mask's first column.</param>
    /// <param name="offsetY">Added to y: the image row of the mask's first row.</param>
    /// <returns>Points in pixels, (0, 0) the centre of the image's first pixel; empty when no pixel is set.</returns>
    public static ImagePoint[] TraceCracks(ReadOnlySpan<byte> mask, int width, int height, int offsetX, int offsetY)
    {
        int first = mask[..(width * height)].IndexOfAnyExcept((byte)0);
        if (first < 0) return [];
        int startX = first % width, startY = first / width;
        int x = startX, y = startY, direction = 0;
        List<ImagePoint> points = new(64);
        do
        {
            points.Add(new ImagePoint(
                offsetX + x + 0.5 * StepX[direction] - 0.5,
                offsetY + y + 0.5 * StepY[direction] - 0.5));
            x += StepX[direction];
            y += StepY[direction];
            (int left, int right) = direction switch
            {
                0 => ((y - 1) * width + x, y * width + x),
                1 => (y * width + x, y * width + x - 1),
                2 => (y * width + x - 1, (y - 1) * width + x - 1),
                _ => ((y - 1) * width + x - 1, (y - 1) * width + x),
            };
            if (mask[left] != 0) direction = (direction + 3) & 3;
            else if (mask[right] == 0) direction = (direction + 1) & 3;
        }
        while (x != startX || y != startY || direction != 0);
        return [.. points];
    }

    /// <summary>Takes the pixel staircase out of a closed polygon of crack midpoints.</summary>
    public static ImagePoint[] Smooth(ImagePoint[] outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        if (outline.Length < 8) return outline;
        ImagePoint[] from = [.. outline], to = new ImagePoint[outline.Length];
        for (int pass = 0; pass < SmoothingPasses; pass++)
        {
            Relax(from, to, Shrink);
            Relax(to, from, Swell);
        }

        return from;
    }

    private static void Relax(ImagePoint[] from, ImagePoint[] to, double amount)
    {
        ImagePoint previous = from[^1];
        for (int i = 0; i < from.Length; i++)
        {
            ImagePoint here = from[i], next = from[i + 1 == from.Length ? 0 : i + 1];
            to[i] = new ImagePoint(
                here.XPx + amount * ((previous.XPx + next.XPx) / 2 - here.XPx),
                here.YPx + amount * ((previous.YPx + next.YPx) / 2 - here.YPx));
            previous = here;
        }
    }
}
