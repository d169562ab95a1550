using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// 95 % intervals that respect frames as clusters: whole frames are drawn with replacement. Because few clusters make the
/// plain percentile interval too narrow, the distances to the estimate are widened by √(k/(k−1))·t₀.₉₇₅,ₖ₋₁/1.96 for k frames
/// (“expanded percentile”, T. C. Hesterberg, Am. Stat. 69, 371, 2015) and cut at the extreme values seen.
/// With a single frame the particles themselves are drawn, as if they were independent.
/// </summary>
internal static class ClusterBootstrap
{
    internal const int DefaultReplicates = 400;
    private const double Normal975 = 1.959963984540054;

    /// <summary>Intervals of the mean and of the median.</summary>
    internal static (double[] Mean, double[] Median) Intervals(WeightedSample sample, int clusters, int seed, int replicates)
    {
        if (sample.Count == 0) return ([double.NaN, double.NaN], [double.NaN, double.NaN]);
        bool each = clusters < 2;
        int units = each ? sample.Count : clusters;
        if (units < 2) return ([sample.Minimum, sample.Maximum], [sample.Minimum, sample.Maximum]);
        var random = new Random(seed);
        int[] multiplicity = new int[units];
        List<double> means = new(replicates), medians = new(replicates);
        for (int r = 0; r < replicates; r++)
        {
            Array.Clear(multiplicity);
            for (int i = 0; i < units; i++) multiplicity[random.Next(units)]++;
            double mean = sample.Mean(multiplicity, each);
            if (double.IsNaN(mean)) continue;
            means.Add(mean);
            medians.Add(sample.Quantile(0.5, multiplicity, each));
        }

        double widening = Math.Sqrt(units / (units - 1.0)) * StudentT.InvCDF(0, 1, units - 1, 0.975) / Normal975;
        return (Interval(means, sample.Mean(), widening, sample), Interval(medians, sample.Quantile(0.5), widening, sample));
    }

    private static double[] Interval(List<double> replicates, double estimate, double widening, WeightedSample sample)
    {
        replicates.Sort();
        double low = estimate + widening * Math.Min(At(replicates, 0.025) - estimate, 0);
        double high = estimate + widening * Math.Max(At(replicates, 0.975) - estimate, 0);
        return [Math.Max(low, sample.Minimum), Math.Min(high, sample.Maximum)];
    }

    private static double At(List<double> sorted, double fraction)
    {
        double position = fraction * (sorted.Count - 1);
        int index = (int)position;
        return index + 1 >= sorted.Count ? sorted[^1] : sorted[index] + (position - index) * (sorted[index + 1] - sorted[index]);
    }
}
