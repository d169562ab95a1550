using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// How sharp a frame is: the variance of the Laplacian of the smoothed grey over the square of the mean grey. It compares frames
/// of one sample at one magnification and exposure; it has no meaning of its own.
/// </summary>
/// <remarks>
/// Smoothing is the binomial 5 × 5 kernel (σ = 1 pixel), which keeps shot noise from passing for detail.
/// J. L. Pech-Pacheco et al., ICPR 2000; S. Pertuz et al., Pattern Recognition 46, 1415 (2013).
/// </remarks>
public static class FocusScore
{
    /// <summary>The score, ≥ 0; 0 for a frame smaller than 7 × 7 pixels or black throughout.</summary>
    public static double Of(GreyImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int width = image.Width, height = image.Height;
        if (width < 7 || height < 7) return 0;
        int columns = width - 4, rows = height - 4;
        float[] across = new float[columns * height], smooth = new float[columns * rows];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<ushort> p = image.Pixels.AsSpan(y * width, width);
            for (int x = 0; x < columns; x++) across[y * columns + x] = (p[x] + 4 * p[x + 1] + 6 * p[x + 2] + 4 * p[x + 3] + p[x + 4]) / 16f;
        }

        double sum = 0;
        for (int i = 0; i < smooth.Length; i++)
        {
            smooth[i] = (across[i] + 4 * across[i + columns] + 6 * across[i + 2 * columns] + 4 * across[i + 3 * columns] + across[i + 4 * columns]) / 16f;
            sum += smooth[i];
        }

        double mean = sum / smooth.Length;
        return mean > 0 ? LaplacianVariance(smooth, columns, rows) / (mean * mean) : 0;
    }

    private static double LaplacianVariance(float[] grey, int columns, int rows)
    {
        double sum = 0, square = 0;
        for (int y = 1; y < rows - 1; y++)
        {
            for (int x = 1; x < columns - 1; x++)
            {
                int i = y * columns + x;
                double laplacian = grey[i - 1] + grey[i + 1] + grey[i - columns] + grey[i + columns] - 4 * grey[i];
                sum += laplacian;
                square += laplacian * laplacian;
            }
        }

        double count = (double)(columns - 2) * (rows - 2);
        return Math.Max(square / count - sum / count * (sum / count), 0);
    }
}
