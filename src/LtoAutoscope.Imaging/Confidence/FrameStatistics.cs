using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>A frame in a dozen figures, from its grey levels, the network's maps and the particles found: what tells an ordinary frame from a strange one.</summary>
internal static class FrameStatistics
{
    /// <summary>Names of the figures, in their order.</summary>
    internal static readonly string[] Names =
    [
        "uncertain", "peak_distance", "confidence", "size_octaves", "noise", "detail_2px", "detail_4px", "detail_8px", "skewness", "kurtosis", "anisotropy", "axis_alignment", "coverage", "edge_match",
    ];

    /// <summary>What is said when a figure is far below or above what is usual.</summary>
    internal static readonly (string Low, string High)[] Words =
    [
        ("the network is surer of every pixel than it should be", "the network is unsure where particles are"),
        ("the shapes found have no clear middle", "the shapes found are all too regular"),
        ("the particles found are doubtful", "the particles found are all too clear"),
        ("the particles are smaller than the network was made for", "the particles are larger than the network was made for"),
        ("it is smoother than a micrograph", "it is grainier than usual"),
        ("it has no fine detail: out of focus or blurred", "it has more fine detail than usual"),
        ("it has little detail: out of focus or blurred", "it has more detail than usual"),
        ("it has little detail of the size of particles", "it has more detail of the size of particles than usual"),
        ("dark grey levels dominate in an unusual way", "few bright spots dominate its grey levels"),
        ("its grey levels fall into two or few steps", "its grey levels are nearly all alike, with a few far off"),
        ("its detail has an unusual direction", "it has lines or streaks in one direction"),
        ("its edges keep away from the horizontal and the vertical", "its edges run along the horizontal and the vertical, as letters, lines and tables do"),
        ("particles cover next to nothing of it", "particles cover nearly all of it"),
        ("the outlines found do not follow edges in the picture", "the outlines found are harder edges than usual"),
    ];

    /// <summary>Where the mean confidence stands.</summary>
    internal const int Confidence = 2;

    private const double Floor = 1e-4;

    /// <summary>Tangent of the angle to an axis up to which an edge counts as running along it.</summary>
    private const double OnAxis = 0.2;

    /// <summary>The figures. Those that need particles are NaN where there are none.</summary>
    internal static double[] Of(float[] grey, SegmentationMaps maps, LabelImage labels, double[][] features, IReadOnlyList<double> confidences)
    {
        int width = maps.Width, height = maps.Height;
        (double uncertain, double coverage) = Certainty(maps, labels);
        (double skewness, double kurtosis) = Shape(grey);
        double[] bands = Bands(grey, width, height);
        (double anisotropy, double alignment, double edgeMatch) = Gradients(grey, labels, width, height);
        (double peak, double confidence, double size) = Particles(features, confidences);
        return
        [
            uncertain, peak, confidence, size, Math.Log(Noise(grey, width, height) + Floor), bands[0], bands[1], bands[2], skewness, Math.Log(kurtosis), anisotropy, alignment, Math.Sqrt(coverage), edgeMatch,
        ];
    }

    /// <summary>Share of doubtful pixels (0.1 &lt; p &lt; 0.9) among those that may be foreground (p &gt; 0.1), and the share that the particles cover.</summary>
    private static (double Uncertain, double Coverage) Certainty(SegmentationMaps maps, LabelImage labels)
    {
        ReadOnlySpan<float> foreground = maps.Foreground;
        int possible = 0, doubtful = 0, covered = 0;
        for (int i = 0; i < foreground.Length; i++)
        {
            if (labels.Labels[i] > 0) covered++;
            float p = foreground[i];
            if (p <= 0.1f) continue;
            possible++;
            if (p < 0.9f) doubtful++;
        }

        return (possible > 0 ? (double)doubtful / possible : double.NaN, (double)covered / foreground.Length);
    }

    private static (double Skewness, double Kurtosis) Shape(float[] grey)
    {
        double third = 0, fourth = 0, second = 0;
        int count = 0;
        for (int i = 0; i < grey.Length; i += 3, count++)
        {
            double square = (double)grey[i] * grey[i];
            second += square;
            third += square * grey[i];
            fourth += square * square;
        }

        double variance = Math.Max(second / count, Floor);
        return (third / count / Math.Pow(variance, 1.5), Math.Max(fourth / count / (variance * variance), 1));
    }

    /// <summary>Standard deviation of the noise over that of the picture (J. Immerkær, Comput. Vis. Image Underst. 64, 300, 1996), every second pixel.</summary>
    private static double Noise(float[] grey, int width, int height)
    {
        double sum = 0;
        int count = 0;
        for (int y = 1; y < height - 1; y += 2)
        {
            for (int x = 1; x < width - 1; x += 2, count++)
            {
                int i = y * width + x, up = i - width, down = i + width;
                sum += Math.Abs(grey[up - 1] - 2 * grey[up] + grey[up + 1] - 2 * grey[i - 1] + 4 * grey[i] - 2 * grey[i + 1] + grey[down - 1] - 2 * grey[down] + grey[down + 1]);
            }
        }

        return count == 0 ? 0 : Math.Sqrt(Math.PI / 2) * sum / (6 * count);
    }

    /// <summary>Logarithm of the share of the variance that averaging over 2, 4 and 8 pixels takes away, each from what the step before left.</summary>
    private static double[] Bands(float[] grey, int width, int height)
    {
        double[] bands = new double[3];
        double before = Variance(grey);
        for (int k = 0; k < bands.Length; k++)
        {
            grey = Halve(grey, ref width, ref height);
            double after = Variance(grey);
            bands[k] = Math.Log(Math.Max(before - after, 0) / Math.Max(before, Floor) + Floor);
            before = after;
        }

        return bands;
    }

    private static float[] Halve(float[] source, ref int width, ref int height)
    {
        int w = Math.Max(1, width / 2), h = Math.Max(1, height / 2);
        if (width < 2 || height < 2) return source;
        float[] half = new float[w * h];
        for (int y = 0; y < h; y++)
        {
            ReadOnlySpan<float> above = source.AsSpan(2 * y * width, width), below = source.AsSpan((2 * y + 1) * width, width);
            for (int x = 0; x < w; x++) half[y * w + x] = (above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1]) / 4;
        }

        (width, height) = (w, h);
        return half;
    }

    private static double Variance(float[] values)
    {
        double sum = 0, square = 0;
        foreach (float v in values)
        {
            sum += v;
            square += (double)v * v;
        }

        return Math.Max(square / values.Length - sum / values.Length * (sum / values.Length), 0);
    }

    /// <summary>Logarithms of the ratio of the squared slopes down and across, of the share of them within 11° of an axis (a quarter in any direction alike), and of the mean slope at the outlines over that elsewhere.</summary>
    private static (double Anisotropy, double Alignment, double EdgeMatch) Gradients(float[] grey, LabelImage labels, int width, int height)
    {
        double across = 0, down = 0, aligned = 0, rim = 0, rest = 0;
        int rims = 0, rests = 0;
        for (int y = 2; y < height - 2; y += 2)
        {
            for (int x = 2; x < width - 2; x += 2)
            {
                int i = y * width + x, label = labels.Labels[i];
                double dx = grey[i + 2] + grey[i + 1] - grey[i - 1] - grey[i - 2], dy = grey[i + 2 * width] + grey[i + width] - grey[i - width] - grey[i - 2 * width];
                across += dx * dx;
                down += dy * dy;
                if (Math.Min(Math.Abs(dx), Math.Abs(dy)) < OnAxis * Math.Max(Math.Abs(dx), Math.Abs(dy))) aligned += dx * dx + dy * dy;
                double slope = Math.Abs(dx) + Math.Abs(dy);
                if (labels.Labels[i + 1] != label || labels.Labels[i - 1] != label || labels.Labels[i + width] != label || labels.Labels[i - width] != label)
                {
                    rim += slope;
                    rims++;
                }
                else
                {
                    rest += slope;
                    rests++;
                }
            }
        }

        double match = rims == 0 || rests == 0 ? double.NaN : Math.Log((rim / rims + Floor) / (rest / rests + Floor));
        return (Math.Log((down + Floor) / (across + Floor)), Math.Log((aligned + Floor) / (across + down + Floor)), match);
    }

    /// <summary>Means over the particles by their area: height of the distance map and confidence; and octaves between the median size by area and what the network was made for.</summary>
    private static (double Peak, double Confidence, double Size) Particles(double[][] features, IReadOnlyList<double> confidences)
    {
        if (features.Length < 2) return (double.NaN, double.NaN, double.NaN);
        double total = 0, peak = 0;
        foreach (double[] row in features.AsSpan(1))
        {
            double area = Area(row);
            total += area;
            peak += area * row[ParticleFeatures.PeakDistance];
        }

        double seen = 0, median = 0;
        foreach (double[] row in features.Skip(1).OrderBy(static row => row[ParticleFeatures.LogSize]))
        {
            seen += Area(row);
            median = row[ParticleFeatures.LogSize];
            if (seen >= total / 2) break;
        }

        return (peak / total, MeanConfidence(features, confidences), median / Math.Log(2));
    }

    /// <summary>Mean of the particles' confidence by their area; NaN without particles.</summary>
    internal static double MeanConfidence(double[][] features, IReadOnlyList<double> confidences)
    {
        double total = 0, sum = 0;
        for (int label = 1; label < features.Length; label++)
        {
            total += Area(features[label]);
            sum += Area(features[label]) * confidences[label];
        }

        return sum / total;
    }

    /// <summary>Area in units of the square of the diameter that the network was made for.</summary>
    private static double Area(double[] row) => Math.Exp(2 * row[ParticleFeatures.LogSize]);
}
