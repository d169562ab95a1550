using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>
/// An instance mask whose labels are 0 for background and 1…n without gaps, with the area and second moments of each. A mask without any 0 has no background.
/// </summary>
internal sealed class DenseLabels
{
    private readonly long[] sumX, sumY, sumXX, sumYY, sumXY;

    private DenseLabels(int width, int height, int[] labels, int count)
    {
        Width = width;
        Height = height;
        Labels = labels;
        Count = count;
        Areas = new long[count + 1];
        (sumX, sumY, sumXX, sumYY, sumXY) = (new long[count + 1], new long[count + 1], new long[count + 1], new long[count + 1], new long[count + 1]);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                int label = labels[i];
                Areas[label]++;
                if (label == 0) continue;
                sumX[label] += x;
                sumY[label] += y;
                sumXX[label] += (long)x * x;
                sumYY[label] += (long)y * y;
                sumXY[label] += (long)x * y;
            }
        }
    }

    internal int Width { get; }

    internal int Height { get; }

    internal int[] Labels { get; }

    /// <summary>Number of particles.</summary>
    internal int Count { get; }

    /// <summary>Pixels of each label, background first.</summary>
    internal long[] Areas { get; }

    /// <summary>Reads a PNG of 8 or 16 bits, with a palette or in colour.</summary>
    /// <exception cref="InputException">The file cannot be read as a mask.</exception>
    internal static DenseLabels Read(string path)
    {
        try
        {
            using var file = new MemoryStream(File.ReadAllBytes(path), writable: false);
            return Of(PngImage.ReadLabels(file, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The mask cannot be read", path, "Check that the file is there and that you may read it", e);
        }
    }

    internal static DenseLabels Of(LabelImage image)
    {
        int[] rank = new int[image.Maximum + 1];
        foreach (int label in image.Labels) rank[label] = 1;
        int count = rank[0] == 1 ? -1 : 0;
        for (int label = 0; label < rank.Length; label++)
            if (rank[label] == 1) rank[label] = ++count;
        int[] dense = new int[image.Labels.Length];
        for (int i = 0; i < dense.Length; i++) dense[i] = rank[image.Labels[i]];
        return new DenseLabels(image.Width, image.Height, dense, Math.Max(count, 0));
    }

    internal static DenseLabels Empty(int width, int height) => new(width, height, new int[width * height], 0);

    /// <summary>Equivalent circle diameter, pixels.</summary>
    internal double Diameter(int label) => 2 * Math.Sqrt(Areas[label] / Math.PI);

    internal double MeanDiameter() => Count == 0 ? 0 : Enumerable.Range(1, Count).Average(Diameter);

    /// <summary>Root of the ratio of the second moments' eigenvalues, ≥ 1, with 1/12 px² for the extent of the pixels.</summary>
    internal double AspectRatio(int label)
    {
        double n = Areas[label], meanX = sumX[label] / n, meanY = sumY[label] / n;
        double xx = sumXX[label] / n - meanX * meanX + 1.0 / 12, yy = sumYY[label] / n - meanY * meanY + 1.0 / 12, xy = sumXY[label] / n - meanX * meanY;
        double half = (xx - yy) / 2, spread = Math.Sqrt(half * half + xy * xy), middle = (xx + yy) / 2;
        return Math.Sqrt((middle + spread) / Math.Max(middle - spread, 1e-9));
    }
}
