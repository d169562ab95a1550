using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Finds the band with letters and a scale bar that a microscope puts under the picture. It is careful: a band counts only when it is
/// flat at one end of the grey range apart from its letters, spans the whole width, ends in a straight edge, and the picture
/// above is not of that grey. A missed bar costs phantoms; a wrong cut would cost particles.
/// </summary>
public static class DataBar
{
    private const double LargestPart = 0.25;
    private const double SmallestPart = 0.02;
    private const int SmallestRows = 10;
    private const double FlatRow = 0.4;
    private const double FlatBand = 0.65;
    private const double EdgeRow = 0.9;
    private const double PictureRow = 0.35;
    private const int LineRows = 4;

    /// <summary>The part of an image above its data bar; the whole image when there is none.</summary>
    public static ImageRegion Picture(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int top = FindTop(image);
        return new ImageRegion(0, 0, image.Width, top);
    }

    private static int FindTop(GreyImage image)
    {
        int height = image.Height, tolerance = Math.Max(1, image.MaximumValue / 64);
        int sampleRows = Math.Max(4, (int)(height * SmallestPart));
        if (height < 64) return height;
        int grey = Mode(image, height - sampleRows, tolerance);
        if (grey > image.MaximumValue * 0.08 && grey < image.MaximumValue * 0.92) return height;

        // Up to LineRows rows in a row may fail: a frame line around the bar, or a line between its cells.
        int top = height, failed = 0;
        for (int y = height - 1; y >= 0 && failed <= LineRows; y--)
        {
            if (Share(image, y, grey, tolerance) >= FlatRow)
            {
                top = y;
                failed = 0;
            }
            else
            {
                failed++;
            }
        }

        int rows = height - top;
        if (rows < SmallestRows || rows < height * SmallestPart || rows > height * LargestPart) return height;
        if (Mean(image, top, height, grey, tolerance) < FlatBand) return height;
        if (Math.Max(Share(image, top, grey, tolerance), Share(image, top + 1, grey, tolerance)) < EdgeRow) return height;
        if (Mean(image, Math.Max(0, top - LineRows - Math.Max(10, rows / 2)), top - LineRows, grey, tolerance) > PictureRow) return height;

        // A bright line around a dark bar belongs to the bar.
        int cut = top;
        while (cut > top - LineRows && IsLine(image, cut - 1)) cut--;
        return cut;
    }

    private static bool IsLine(GreyImage image, int y)
    {
        ReadOnlySpan<ushort> row = image.Pixels.AsSpan(y * image.Width, image.Width);
        int grey = row[image.Width / 2], tolerance = Math.Max(1, image.MaximumValue / 64), near = 0;
        foreach (ushort pixel in row)
            if (Math.Abs(pixel - grey) <= tolerance) near++;
        return near > EdgeRow * image.Width;
    }

    private static int Mode(GreyImage image, int firstRow, int tolerance)
    {
        int[] counts = new int[image.MaximumValue / tolerance + 1];
        foreach (ushort pixel in image.Pixels.AsSpan(firstRow * image.Width)) counts[pixel / tolerance]++;
        int best = Array.IndexOf(counts, counts.Max());
        return Math.Min(best * tolerance + tolerance / 2, image.MaximumValue);
    }

    private static double Share(GreyImage image, int y, int grey, int tolerance)
    {
        int near = 0;
        foreach (ushort pixel in image.Pixels.AsSpan(y * image.Width, image.Width))
            if (Math.Abs(pixel - grey) <= tolerance) near++;
        return (double)near / image.Width;
    }

    private static double Mean(GreyImage image, int first, int end, int grey, int tolerance)
    {
        double sum = 0;
        for (int y = first; y < end; y++) sum += Share(image, y, grey, tolerance);
        return end > first ? sum / (end - first) : 1;
    }
}
