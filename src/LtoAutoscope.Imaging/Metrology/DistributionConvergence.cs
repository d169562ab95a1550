using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>How a percentile settles with the frames, with intervals by Woodruff (<see cref="DistributionStatistics"/>). Nothing is copied or sorted anew for a point.</summary>
public static class DistributionConvergence
{
    /// <summary>The way of a percentile.</summary>
    /// <param name="sample">Values, weights and frames; frames are numbered in the order in which they were taken.</param>
    /// <param name="points">Points at most, ≥ 1, evenly over the frames; the last is the whole sample.</param>
    /// <param name="fraction">Which percentile, 0…1. Default the median.</param>
    public static IReadOnlyList<ConvergencePoint> Of(DistributionSample sample, int points, double fraction = 0.5)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        double[] weightOf = new double[sample.Clusters];
        int[] countOf = new int[sample.Clusters];
        for (int i = 0; i < sample.Count; i++)
        {
            weightOf[sample.ClusterOf[i]] += sample.Weights[i];
            countOf[sample.ClusterOf[i]]++;
        }

        int wanted = Math.Min(points, sample.Clusters);
        return [.. Enumerable.Range(1, wanted).Select(i => (int)Math.Round(i * (double)sample.Clusters / wanted)).Distinct().Select(limit => Point(sample, limit, fraction, weightOf, countOf))];
    }

    private static ConvergencePoint Point(DistributionSample sample, int limit, double fraction, double[] weightOf, int[] countOf)
    {
        int groups = Math.Min(limit, ClusterTotals.MostGroups), count = 0;
        double[] whole = new double[groups], below = new double[groups];
        double total = 0;
        for (int cluster = 0; cluster < limit; cluster++)
        {
            whole[cluster % groups] += weightOf[cluster];
            total += weightOf[cluster];
            count += countOf[cluster];
        }

        Span<double> value = [double.NaN];
        Walk(sample, limit, [fraction * total], value, below, groups);
        if (groups < 2) return new ConvergencePoint(count, value[0], double.NaN, double.NaN);
        double sum = 0, squares = 0;
        foreach (double part in below) sum += part;
        for (int g = 0; g < groups; g++) squares += Math.Pow(below[g] - sum / total * whole[g], 2);
        double half = ClusterBootstrap.Coverage(groups - 1) * Math.Sqrt(groups / (groups - 1.0) * squares) / total;
        Span<double> ends = [double.NaN, double.NaN];
        Walk(sample, limit, [Math.Max(0, fraction - half) * total, Math.Min(1, fraction + half) * total], ends, null, 0);
        return new ConvergencePoint(count, value[0], ends[0], ends[1]);
    }

    /// <summary>The quantiles of <see cref="WeightedSample"/> over the first clusters, at cumulated weights in ascending order; gathers the weight below the last of them by groups.</summary>
    private static void Walk(DistributionSample sample, int limit, ReadOnlySpan<double> at, Span<double> results, double[]? below, int groups)
    {
        double cumulated = 0, lastPosition = 0, lastValue = double.NaN;
        int next = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            int cluster = sample.ClusterOf[i];
            if (cluster >= limit) continue;
            double weight = sample.Weights[i], position = cumulated + weight / 2;
            cumulated += weight;
            for (; next < at.Length && position >= at[next]; next++)
                results[next] = double.IsNaN(lastValue) ? sample.Values[i] : lastValue + (sample.Values[i] - lastValue) * (at[next] - lastPosition) / (position - lastPosition);
            if (next == at.Length) return;
            if (below is not null) below[cluster % groups] += weight;
            (lastPosition, lastValue) = (position, sample.Values[i]);
        }

        for (; next < at.Length; next++) results[next] = lastValue;
    }
}
