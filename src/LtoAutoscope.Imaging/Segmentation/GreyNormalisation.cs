using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// The grey scaling that the network was trained with: clipped to the frame's 0.5th and 99.5th percentile, stretched to 0…1,
/// then minus the mean over the standard deviation of the frame.
/// </summary>
public static class GreyNormalisation
{
    /// <summary>Percentiles to which the grey is clipped.</summary>
    public const double LowPercentile = 0.5, HighPercentile = 99.5;

    private const double SmallestDeviation = 1e-3;

    /// <summary>Standardises a frame from which any data bar was cut.</summary>
    public static float[] Standardise(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int[] histogram = Histogram(image);
        (double low, double high) = Range(histogram, image.Pixels.Length, LowPercentile, HighPercentile);
        double scale = 1 / Math.Max(high - low, 1), mean = 0, square = 0;
        double[] value = new double[histogram.Length];
        for (int i = 0; i < histogram.Length; i++)
        {
            value[i] = Math.Clamp((i - low) * scale, 0, 1);
            mean += histogram[i] * value[i];
        }

        mean /= image.Pixels.Length;
        for (int i = 0; i < histogram.Length; i++) square += histogram[i] * (value[i] - mean) * (value[i] - mean);
        double deviation = Math.Max(Math.Sqrt(square / image.Pixels.Length), SmallestDeviation);
        float[] table = [.. value.Select(v => (float)((v - mean) / deviation))];
        float[] result = new float[image.Pixels.Length];
        for (int i = 0; i < result.Length; i++) result[i] = table[image.Pixels[i]];
        return result;
    }

    /// <summary>Two percentiles of an image's grey values, with linear interpolation between ranks.</summary>
    public static (double Low, double High) Range(GreyImage image, double lowPercentile, double highPercentile)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Range(Histogram(image), image.Pixels.Length, lowPercentile, highPercentile);
    }

    internal static int[] Histogram(GreyImage image)
    {
        int[] histogram = new int[image.MaximumValue + 1];
        foreach (ushort pixel in image.Pixels) histogram[pixel]++;
        return histogram;
    }

    private static (double Low, double High) Range(int[] histogram, int count, double low, double high)
        => (Percentile(histogram, count, low), Percentile(histogram, count, high));

    private static double Percentile(int[] histogram, int count, double percent)
    {
        double rank = percent / 100 * (count - 1);
        long first = (long)rank;
        int lower = ValueAt(histogram, first), upper = ValueAt(histogram, Math.Min(first + 1, count - 1));
        return lower + (rank - first) * (upper - lower);
    }

    private static int ValueAt(int[] histogram, long rank)
    {
        long seen = 0;
        for (int value = 0; value < histogram.Length; value++)
        {
            seen += histogram[value];
            if (seen > rank) return value;
        }

        return histogram.Length - 1;
    }
}
