using LtoAutoscope.Domain.Particles;
using MathNet.Numerics.Distributions;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Histogram, density, cumulative share and percentiles of a weighted sample with 95 % intervals. Percentiles of up to <see cref="BootstrapLimit"/> particles get the intervals of the morphology
/// (whole frames drawn with replacement, same seed, same figures); larger samples those of R. S. Woodruff (J. Am. Stat. Assoc. 47, 635, 1952), which agree with them for many frames and need few passes. Bands of curves are by linearisation.
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
        double deviation = weighted.StandardDeviation();
        double bandwidth = Bandwidth(weighted, layout, layout.IsLogarithmic ? Math.Log10(geometricDeviation) : deviation);
        return new Distribution
        {
            Count = sample.Count, Clusters = sample.Clusters,
            Method = sample.Clusters < 2 ? "one cluster: no interval" : resampled ? "bootstrap of whole frames" : "Woodruff, frames as clusters",
            Mean = mean, StandardDeviation = deviation, GeometricMean = geometricMean, GeometricStandardDeviation = geometricDeviation,
            D10 = percentiles[0], D50 = percentiles[1], D90 = percentiles[2],
            Layout = layout, Bins = grid.Bins(), Outside = grid.Outside, Bandwidth = bandwidth, Density = grid.Density(bandwidth, CurvePoints), Cumulative = grid.Cumulative(),
            Quantiles = Quantiles(weighted, geometricMean, geometricDeviation),
        };
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
        return (new Estimate(mean, mean - half, mean + half), Woodruff(weighted, totals, [0.1, 0.5, 0.9]));
    }

    /// <summary>Percentiles with the intervals in which their shares' intervals end, all in three passes.</summary>
    private static Estimate[] Woodruff(WeightedSample weighted, ClusterTotals totals, double[] fractions)
    {
        double[] values = new double[fractions.Length], halves = new double[fractions.Length], below = new double[totals.Groups];
        weighted.Quantiles(fractions, values);
        if (totals.Groups < 2) return [.. values.Select(static value => new Estimate(value, double.NaN, double.NaN))];
        double sum = 0;
        for (int i = 0, next = 0; next < fractions.Length; i++)
        {
            for (; next < fractions.Length && (i == weighted.Count || weighted.Values[i] > values[next]); next++) halves[next] = totals.Coverage * totals.StandardError(below, sum / totals.Total);
            if (i == weighted.Count) break;
            below[totals.GroupOf(i)] += weighted.Weights[i];
            sum += weighted.Weights[i];
        }

        (double Fraction, int At)[] ends = [.. fractions.SelectMany((fraction, k) => new[] { (Math.Max(0, fraction - halves[k]), 2 * k), (Math.Min(1, fraction + halves[k]), 2 * k + 1) }).OrderBy(static end => end.Item1)];
        double[] found = new double[ends.Length], placed = new double[ends.Length];
        weighted.Quantiles([.. ends.Select(static end => end.Fraction)], found);
        for (int k = 0; k < ends.Length; k++) placed[ends[k].At] = found[k];
        return [.. values.Select((value, k) => new Estimate(value, placed[2 * k], placed[2 * k + 1]))];
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
    private static double Bandwidth(WeightedSample weighted, DistributionLayout layout, double deviation)
    {
        Span<double> quartiles = [double.NaN, double.NaN];
        weighted.Quantiles([0.25, 0.75], quartiles);
        double spread = layout.IsLogarithmic ? Math.Log10(quartiles[1] / quartiles[0]) : quartiles[1] - quartiles[0];
        double scale = spread > 0 ? Math.Min(deviation, spread / 1.34) : deviation;
        return Math.Max(0.9 * scale * Math.Pow(Math.Max(1, weighted.EffectiveCount), -0.2), 0.3 * layout.Width);
    }
}
