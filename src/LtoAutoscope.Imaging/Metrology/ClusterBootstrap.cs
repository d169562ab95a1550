using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Standard errors and 95 % intervals that respect clusters (frames): whole clusters are drawn with replacement. The standard deviation of the replicates is corrected for
/// the few clusters by √(k/(k−1)) and the interval is ± Student's t with k−1 degrees of freedom (B. Efron and R. J. Tibshirani 1993, chapters 8 and 12; A. C. Cameron,
/// J. B. Gelbach and D. L. Miller, Rev. Econ. Stat. 90, 414, 2008, on few clusters). For the mean of clusters of equal size it is the classical t interval, which is exact for normal clusters
/// from k = 2 on; percentile intervals of 3 to 8 clusters cover too little, because the replicates cannot lie farther out than the clusters themselves.
/// </summary>
internal static class ClusterBootstrap
{
    internal const int DefaultReplicates = 400;
    private static readonly double[] Fractions = [0.1, 0.5, 0.9];

    /// <summary>Standard errors from as many draws as asked.</summary>
    internal static SampleSpread Spread(WeightedSample sample, int seed, int replicates)
    {
        int units = sample.Clusters;
        if (units < 2) return new SampleSpread(double.NaN, double.NaN, double.NaN, double.NaN, 0);
        var random = new Random(seed);
        int[] multiplicity = new int[units];
        Span<double> quantiles = stackalloc double[3];
        Span<double> sums = stackalloc double[4], squares = stackalloc double[4], values = stackalloc double[4], origins = stackalloc double[4];
        origins.Clear();
        sums.Clear();
        squares.Clear();
        int drawn = 0;
        for (int r = 0; r < replicates; r++)
        {
            Array.Clear(multiplicity);
            for (int i = 0; i < units; i++) multiplicity[random.Next(units)]++;
            values[0] = sample.Mean(multiplicity);
            sample.Quantiles(Fractions, quantiles, multiplicity);
            quantiles.CopyTo(values[1..]);
            if (drawn++ == 0) values.CopyTo(origins);
            for (int k = 0; k < 4; k++)
            {
                // Sums of distances to the first replicate: no digits are lost where all lie close together.
                double distance = values[k] - origins[k];
                sums[k] += distance;
                squares[k] += distance * distance;
            }
        }

        double few = Math.Sqrt(units / (units - 1.0));
        for (int k = 0; k < 4; k++) values[k] = drawn < 2 ? double.NaN : few * Math.Sqrt(Math.Max(0, (squares[k] - sums[k] * sums[k] / drawn) / (drawn - 1)));
        return new SampleSpread(values[0], values[2], values[1], values[3], units - 1);
    }

    /// <summary>Value ± t·standard error, cut at the extreme values seen; the whole range where the error is unknown.</summary>
    internal static double[] Interval(WeightedSample sample, double value, double standardError, int degrees)
    {
        if (sample.Count == 0) return [double.NaN, double.NaN];
        if (degrees < 1 || double.IsNaN(standardError)) return [sample.Minimum, sample.Maximum];
        double half = Coverage(degrees) * standardError;
        return [Math.Max(value - half, Math.Min(sample.Minimum, value)), Math.Min(value + half, Math.Max(sample.Maximum, value))];
    }

    /// <summary>97.5th percentile of Student's t.</summary>
    internal static double Coverage(double degrees) => degrees > 1e6 ? Normal.InvCDF(0, 1, 0.975) : StudentT.InvCDF(0, 1, degrees, 0.975);
}
