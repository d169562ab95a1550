using LtoAutoscope.Domain.Particles;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Fits a log-normal distribution and tests it by Anderson and Darling's statistic with a parametric bootstrap.</summary>
/// <remarks>
/// A² = n·∫ (F̂ − F)² / (F·(1 − F)) dF (T. W. Anderson and D. A. Darling, J. Am. Stat. Assoc. 49, 765, 1954) with the weighted distribution function and n = (Σw)²/Σw². Tables of A² hold for independent values and known or
/// fitted parameters; here values share their frame. So samples are drawn from the fit with the frames' own shifts (variance components of the logarithms, one-way analysis of variance) and refitted
/// (W. Stute, W. González Manteiga and M. Presedo Quindimil, Metrika 40, 243, 1993).
/// </remarks>
internal static class LogNormalFitting
{
    internal const int Replicates = 199;
    private const int SmallestSample = 8;
    private const int LargestSample = 5000;

    internal static LogNormalFit? Fit(WeightedSample sample, int seed)
    {
        if (sample.Count < SmallestSample || sample.Minimum <= 0) return null;

        // An even choice of the sorted values keeps the test fast; beyond some thousands every small deviation is significant anyway.
        int n = Math.Min(sample.Count, LargestSample);
        double[] logs = new double[n], weights = new double[n];
        int[] frames = new int[n];
        for (int i = 0; i < n; i++)
        {
            int from = (int)((2L * i + 1) * sample.Count / (2L * n));
            (logs[i], weights[i], frames[i]) = (Math.Log(sample.Values[from]), sample.Weights[from], sample.ClusterOf[from]);
        }

        (double mu, double sigma) = Moments(logs, weights);
        if (!(sigma > 0)) return null;
        double observed = Statistic(logs, weights, mu, sigma), shared = SharedVariance(logs, frames, sample.Clusters, sigma);
        double between = sigma * Math.Sqrt(shared), within = sigma * Math.Sqrt(1 - shared);
        var random = new Random(seed);
        double[] drawn = new double[n], shifts = new double[sample.Clusters];
        int asLarge = 0;
        for (int r = 0; r < Replicates; r++)
        {
            for (int f = 0; f < shifts.Length; f++) shifts[f] = between * Standard(random);
            for (int i = 0; i < n; i++) drawn[i] = shifts[frames[i]] + within * Standard(random);
            Array.Sort(drawn);

            // Weights grow with size, so the i-th smallest drawn gets the weight of the i-th smallest seen.
            (double m, double s) = Moments(drawn, weights);
            if (Statistic(drawn, weights, m, s) >= observed) asLarge++;
        }

        return new LogNormalFit(Math.Exp(mu), Math.Exp(sigma), observed, (asLarge + 1.0) / (Replicates + 1.0), Replicates);
    }

    /// <summary>A² of sorted values; (c − u)²/(u·(1 − u)) = c²/u + (1 − c)²/(1 − u) − 1 is integrated step by step.</summary>
    internal static double Statistic(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double mu, double sigma)
    {
        double total = 0, squares = 0, cumulated = 0, sum = 0, last = 0;
        foreach (double w in weights)
        {
            total += w;
            squares += w * w;
        }

        for (int i = 0; i <= sorted.Length; i++)
        {
            double next = i < sorted.Length ? Math.Clamp(Normal.CDF(mu, sigma, sorted[i]), 1e-14, 1 - 1e-14) : 1, c = Math.Min(1, cumulated / total);
            if (i == sorted.Length) c = 1;
            if (c > 0) sum += c * c * Math.Log(next / last);
            if (c < 1) sum += (1 - c) * (1 - c) * Math.Log((1 - last) / (1 - next));
            sum -= next - last;
            last = next;
            if (i < sorted.Length) cumulated += weights[i];
        }

        return sum * total * total / squares;
    }

    private static (double Mean, double Deviation) Moments(double[] values, double[] weights)
    {
        double sum = 0, total = 0, square = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            total += weights[i];
        }

        double mean = sum / total;
        for (int i = 0; i < values.Length; i++) square += weights[i] * (values[i] - mean) * (values[i] - mean);
        return (mean, Math.Sqrt(square / total));
    }

    /// <summary>Share of the variance that values of one frame share, 0…0.95.</summary>
    private static double SharedVariance(double[] values, int[] frames, int count, double sigma)
    {
        if (count < 2 || count >= values.Length) return 0;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int i = 0; i < values.Length; i++)
        {
            sums[frames[i]] += values[i];
            sizes[frames[i]]++;
        }

        double grand = values.Average(), between = 0, within = 0, squares = 0;
        for (int f = 0; f < count; f++)
        {
            if (sizes[f] == 0) continue;
            double mean = sums[f] / sizes[f];
            between += sizes[f] * (mean - grand) * (mean - grand);
            squares += (double)sizes[f] * sizes[f];
        }

        for (int i = 0; i < values.Length; i++)
        {
            double distance = values[i] - sums[frames[i]] / sizes[frames[i]];
            within += distance * distance;
        }

        double typical = (values.Length - squares / values.Length) / (count - 1);
        double variance = (between / (count - 1) - within / (values.Length - count)) / typical;
        return Math.Clamp(variance / (sigma * sigma), 0, 0.95);
    }

    private static double Standard(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
