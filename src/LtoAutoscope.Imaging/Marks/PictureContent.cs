using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Marks;

/// <summary>
/// The picture in an image file: without data bars, and with what is drawn into it painted over from around, so that neither shifts the grey scaling or looks like a particle.
/// </summary>
/// <param name="Area">Where the picture is in the image.</param>
/// <param name="Pixels">The picture alone.</param>
/// <param name="Marks">Row-major over <paramref name="Area"/>: pixels that are drawn, not imaged; null where there are none.</param>
public sealed record PictureContent(ImageRegion Area, GreyImage Pixels, bool[]? Marks)
{
    private const double MostMarked = 0.5;

    /// <summary>Finds the picture.</summary>
    /// <param name="image">The image.</param>
    /// <param name="known">Where the picture is by the file's metadata; null has data bars looked for in the pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The known area reaches outside the image.</exception>
    public static PictureContent Of(GreyImage image, PixelArea? known = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ImageRegion area = known is { } a ? new ImageRegion(a.X, a.Y, a.Width, a.Height) : DataBar.Picture(image);
        bool[]? marks = DrawnMarks.Find(image, area);
        bool isWhole = area == ImageRegion.Whole(image.Width, image.Height);
        GreyImage pixels = isWhole && marks is null ? image : image.Crop(area.X, area.Y, area.Width, area.Height);
        if (marks is not null) PaintOver(pixels, marks);
        return new PictureContent(area, pixels, marks);
    }

    /// <summary>Takes out, in place, the particles that lie for the most part on drawn marks; the labels are those of the picture alone.</summary>
    internal void RemoveParticlesOnMarks(LabelImage labels, float[] foreground)
    {
        if (Marks is null) return;
        int[] all = new int[labels.Maximum + 1], marked = new int[all.Length];
        for (int i = 0; i < Marks.Length; i++)
        {
            all[labels.Labels[i]]++;
            if (Marks[i]) marked[labels.Labels[i]]++;
        }

        int[] renumbered = new int[all.Length];
        int next = 0;
        for (int label = 1; label < all.Length; label++) renumbered[label] = all[label] > 0 && marked[label] <= MostMarked * all[label] ? ++next : 0;
        if (next == all.Length - 1) return;
        for (int i = 0; i < Marks.Length; i++)
        {
            int label = labels.Labels[i];
            if (label > 0 && renumbered[label] == 0) foreground[i] = 0;
            labels.Labels[i] = renumbered[label];
        }
    }

    /// <summary>Values of the picture alone, laid into a map of the whole image.</summary>
    internal T[] Extend<T>(T[] values, GreyImage image)
    {
        if (values.Length == image.Pixels.Length) return values;
        var whole = new T[image.Pixels.Length];
        for (int y = 0; y < Area.Height; y++) Array.Copy(values, y * Area.Width, whole, (Area.Y + y) * image.Width + Area.X, Area.Width);
        return whole;
    }

    /// <summary>Each drawn pixel gets the mean of the nearest imaged ones to the left, right, above and below, weighted by the inverse square of their distance.</summary>
    private static void PaintOver(GreyImage image, bool[] marks)
    {
        int width = image.Width, height = image.Height;
        double[] weighted = new double[marks.Length], weights = new double[marks.Length];
        for (int y = 0; y < height; y++)
        {
            Sweep(y * width, 1, width);
            Sweep(y * width + width - 1, -1, width);
        }

        for (int x = 0; x < width; x++)
        {
            Sweep(x, width, height);
            Sweep((height - 1) * width + x, -width, height);
        }

        for (int i = 0; i < marks.Length; i++)
            if (marks[i] && weights[i] > 0) image.Pixels[i] = (ushort)(weighted[i] / weights[i] + 0.5);

        void Sweep(int start, int step, int count)
        {
            int distance = -1;
            double value = 0;
            for (int k = 0, i = start; k < count; k++, i += step)
            {
                if (!marks[i])
                {
                    (distance, value) = (0, image.Pixels[i]);
                    continue;
                }

                if (distance < 0) continue;
                distance++;
                double weight = 1.0 / ((double)distance * distance);
                weighted[i] += weight * value;
                weights[i] += weight;
            }
        }
    }
}
