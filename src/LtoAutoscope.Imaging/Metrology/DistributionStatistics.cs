using LtoAutoscope.Domain.Particles;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Histogram, density, cumulative share and percentiles of a weighted sample with 95 % intervals. Percentiles of up to <see cref="BootstrapLimit"/> particles get the intervals of the morphology
/// (whole frames drawn with replacement, same seed, same figures); larger samples those of R. S. Woodruff (J. Am. Stat. Assoc. 47, 635, 1952), which agree with them for many frames and need one pass. Bands of curves are by linearisation.
/// </summary>
public static class DistributionStatistics
{
    /// <summary>Particles up to which percentiles are bootstrapped.</summary>
    public const int BootstrapLimit = 20_000;

    private const int Fine = 4, CurvePoints = 120;
    private static readonly double[] Probabilities = [0.005, .. Enumerable.Range(1, 99).Select(static i => i / 100.0), 0.995];

    /// <summary>The distribution.</summary>
    /// <param name="sample">Values, weights, clusters.</param>
    /// <param name="layout">Where the bars stand.</param>
    /// <param name="seed">Seed of the bootstrap; that of the run's recipe gives the figures of its morphology.</param>
    /// <exception cref="ArgumentException">The sample is empty.</exception>
    public static Distribution Of(DistributionSample sample, DistributionLayout layout, int seed)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(layout);
        if (sample.Count == 0) throw new ArgumentException("The sample is empty.", nameof(sample));
        var totals = new ClusterTotals(sample);
        WeightedSample weighted = WeightedSample.OfSorted(sample.Values, sample.Weights, sample.ClusterOf, sample.Clusters);
        bool resampled = sample.Count <= BootstrapLimit;
        (Estimate mean, Estimate[] percentiles) = resampled ? Bootstrapped(weighted, seed) : Linearised(weighted, totals);
        (double geometricMean, double geometricDeviation) = Logarithms(sample);
        var grid = new DistributionGrid(totals, layout, Fine);
        double bandwidth = Bandwidth(sample, weighted, layout);
        return new Distribution
        {
            Count = sample.Count, Clusters = sample.Clusters,
            Method = sample.Clusters < 2 ? "one cluster: no interval" : resampled ? "bootstrap of whole frames" : "Woodruff, frames as clusters",
            Mean = mean, StandardDeviation = weighted.StandardDeviation(), GeometricMean = geometricMean, GeometricStandardDeviation = geometricDeviation,
            D10 = percentiles[0], D50 = percentiles[1], D90 = percentiles[2],
            Layout = layout, Bins = grid.Bins(), Outside = grid.Outside, Bandwidth = bandwidth, Density = grid.Density(bandwidth, CurvePoints), Cumulative = grid.Cumulative(),
            Quantiles = Quantiles(weighted, geometricMean, geometricDeviation),
        };
    }

    /// <summary>How a percentile settles, after each of at most <paramref name="points"/> numbers of frames, in the order in which they were taken; intervals by Woodruff.</summary>
    /// <param name="sample">Values, weights and frames; frames are numbered in the order in which they were taken.</param>
    /// <param name="points">Points at most.</param>
    /// <param name="fraction">Which percentile, 0…1. Default the median.</param>
    public static IReadOnlyList<ConvergencePoint> Convergence(DistributionSample sample, int points, double fraction = 0.5)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        int[] frames = [.. Enumerable.Range(1, Math.Min(points, sample.Clusters)).Select(i => (int)Math.Round(i * (double)sample.Clusters / Math.Min(points, sample.Clusters))).Distinct()];
        List<ConvergencePoint> way = [];
        double[] values = new double[sample.Count], weights = new double[sample.Count];
        int[] clusters = new int[sample.Count];
        foreach (int limit in frames)
        {
            int count = 0;
            for (int i = 0; i < sample.Count; i++)
            {
                if (sample.ClusterOf[i] >= limit) continue;
                (values[count], weights[count], clusters[count]) = (sample.Values[i], sample.Weights[i], sample.ClusterOf[i]);
                count++;
            }

            if (count == 0) continue;
            var part = new DistributionSample(values[..count], weights[..count], clusters[..count]);
            Estimate estimate = Woodruff(WeightedSample.OfSorted(part.Values, part.Weights, part.ClusterOf, part.Clusters), new ClusterTotals(part), fraction);
            way.Add(new ConvergencePoint(count, estimate.Value, estimate.Low, estimate.High));
        }

        return way;
    }

    private static (Estimate Mean, Estimate[] Percentiles) Bootstrapped(WeightedSample weighted, int seed)
    {
        SampleSpread spread = ClusterBootstrap.Spread(weighted, seed, ClusterBootstrap.DefaultReplicates);
        double[] values = new double[3];
        weighted.Quantiles([0.1, 0.5, 0.9], values);
        return (With(weighted.Mean(), spread.Mean), [With(values[0], spread.D10), With(values[1], spread.Median), With(values[2], spread.D90)]);

        Estimate With(double value, double error)
        {
            if (spread.DegreesOfFreedom < 1) return new Estimate(value, double.NaN, double.NaN);
            double[] interval = ClusterBootstrap.Interval(weighted, value, error, spread.DegreesOfFreedom);
            return new Estimate(value, interval[0], interval[1]);
        }
    }

    private static (Estimate Mean, Estimate[] Percentiles) Linearised(WeightedSample weighted, ClusterTotals totals)
    {
        double mean = weighted.Mean();
        double[] part = new double[totals.Groups];
        for (int i = 0; i < weighted.Count; i++) part[totals.GroupOf(i)] += weighted.Weights[i] * weighted.Values[i];
        double half = totals.Coverage * totals.StandardError(part, mean);
        return (new Estimate(mean, mean - half, mean + half), [Woodruff(weighted, totals, 0.1), Woodruff(weighted, totals, 0.5), Woodruff(weighted, totals, 0.9)]);
    }

    private static Estimate Woodruff(WeightedSample weighted, ClusterTotals totals, double fraction)
    {
        double value = weighted.Quantile(fraction);
        if (totals.Groups < 2) return new Estimate(value, double.NaN, double.NaN);
        double[] below = new double[totals.Groups];
        double sum = 0;
        for (int i = 0; i < weighted.Count && weighted.Values[i] <= value; i++)
        {
            below[totals.GroupOf(i)] += weighted.Weights[i];
            sum += weighted.Weights[i];
        }

        double half = totals.Coverage * totals.StandardError(below, sum / totals.Total);
        return new Estimate(value, weighted.Quantile(Math.Max(0, fraction - half)), weighted.Quantile(Math.Min(1, fraction + half)));
    }

    private static (double Mean, double Deviation) Logarithms(DistributionSample sample)
    {
        if (sample.Values[0] <= 0) return (double.NaN, double.NaN);
        double total = 0, sum = 0, squares = 0, origin = Math.Log(sample.Values[sample.Count / 2]);
        for (int i = 0; i < sample.Count; i++)
        {
            double distance = Math.Log(sample.Values[i]) - origin;
            total += sample.Weights[i];
            sum += sample.Weights[i] * distance;
            squares += sample.Weights[i] * distance * distance;
        }

        double mean = sum / total;
        return (Math.Exp(origin + mean), Math.Exp(Math.Sqrt(Math.Max(0, squares / total - mean * mean))));
    }

    private static List<QuantilePair> Quantiles(WeightedSample weighted, double geometricMean, double geometricDeviation)
    {
        double[] values = new double[Probabilities.Length];
        weighted.Quantiles(Probabilities, values);
        return [.. Probabilities.Select((p, i) => new QuantilePair(p, values[i], geometricMean * Math.Pow(geometricDeviation, Normal.InvCDF(0, 1, p))))];
    }

    /// <summary>0.9·min(s, IQR/1.34)·n^(−1/5) with the effective number of particles (B. W. Silverman 1986, 3.31); at least 0.3 bars.</summary>
    private static double Bandwidth(DistributionSample sample, WeightedSample weighted, DistributionLayout layout)
    {
        Span<double> quartiles = [double.NaN, double.NaN];
        weighted.Quantiles([0.25, 0.75], quartiles);
        double spread = layout.IsLogarithmic ? Math.Log10(quartiles[1] / quartiles[0]) : quartiles[1] - quartiles[0];
        double deviation = layout.IsLogarithmic ? Math.Log10(Logarithms(sample).Deviation) : weighted.StandardDeviation();
        double scale = spread > 0 ? Math.Min(deviation, spread / 1.34) : deviation;
        return Math.Max(0.9 * scale * Math.Pow(Math.Max(1, weighted.EffectiveCount), -0.2), 0.3 * layout.Width);
    }
}
