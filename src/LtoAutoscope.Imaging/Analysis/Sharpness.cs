using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>How sharp a frame is, by one of the measures of <see cref="SharpnessKind"/>.</summary>
public static class Sharpness
{
    /// <summary>Lowest frequency of <see cref="SharpnessKind.SpectralPower"/>, cycles a pixel.</summary>
    public const double LowestFrequency = 0.06;

    /// <summary>Highest frequency of <see cref="SharpnessKind.SpectralPower"/>, cycles a pixel.</summary>
    public const double HighestFrequency = 0.25;

    /// <summary>The measure; 0 for a frame that is black throughout or smaller than 16 pixels in an edge. May be slightly negative for one that shows nothing but noise, where the measure takes noise off.</summary>
    public static double Of(GreyImage image, SharpnessKind kind)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Math.Min(image.Width, image.Height) < 16) return 0;
        if (kind == SharpnessKind.SmoothedLaplacianVariance) return FocusScore.Of(image);
        double sum = 0, square = 0;
        foreach (ushort p in image.Pixels)
        {
            sum += p;
            square += (double)p * p;
        }

        double mean = sum / image.Pixels.Length;
        if (mean <= 0) return 0;
        double value = kind switch
        {
            SharpnessKind.NormalisedVariance => square / image.Pixels.Length - mean * mean,
            SharpnessKind.VollathF4 => Correlation(image, 1) - Correlation(image, 2),
            SharpnessKind.VollathF5 => Correlation(image, 1) - mean * mean,
            SharpnessKind.SpectralPower => PowerSpectrum.Of(image)!.Band(LowestFrequency, HighestFrequency),
            SharpnessKind.Tenengrad => Mean(image, static (p, i, w) =>
            {
                double x = p[i - w + 1] + 2 * p[i + 1] + p[i + w + 1] - p[i - w - 1] - 2 * p[i - 1] - p[i + w - 1];
                double y = p[i + w - 1] + 2 * p[i + w] + p[i + w + 1] - p[i - w - 1] - 2 * p[i - w] - p[i - w + 1];
                return x * x + y * y;
            }),
            SharpnessKind.Brenner => Mean(image, static (p, i, w) =>
            {
                double x = p[i + 1] - p[i - 1], y = p[i + w] - p[i - w];
                return x * x + y * y;
            }),
            SharpnessKind.LaplacianVariance => Mean(image, static (p, i, w) =>
            {
                double laplacian = p[i - 1] + p[i + 1] + p[i - w] + p[i + w] - 4 * p[i];
                return laplacian * laplacian;
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such measure."),
        };
        return value / (mean * mean);
    }

    /// <summary>Mean product of pixels at a distance, over rows and columns alike.</summary>
    private static double Correlation(GreyImage image, int lag)
    {
        int width = image.Width, height = image.Height;
        double sum = 0;
        for (int y = 0; y < height - lag; y++)
        {
            ReadOnlySpan<ushort> row = image.Pixels.AsSpan(y * width, width), below = image.Pixels.AsSpan((y + lag) * width, width);
            long line = 0;
            for (int x = 0; x < width - lag; x++) line += (long)row[x] * row[x + lag] + (long)row[x] * below[x];
            sum += line;
        }

        return sum / 2 / ((double)(width - lag) * (height - lag));
    }

    private static double Mean(GreyImage image, Func<ushort[], int, int, double> at)
    {
        int width = image.Width, height = image.Height;
        double sum = 0;
        for (int y = 1; y < height - 1; y++)
            for (int x = 1; x < width - 1; x++) sum += at(image.Pixels, y * width + x, width);
        return sum / ((double)(width - 2) * (height - 2));
    }
}
