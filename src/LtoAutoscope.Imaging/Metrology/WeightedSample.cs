namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Values with weights, sorted once; gives moments and quantiles under any multiplicity of the clusters they come from.</summary>
/// <remarks>
/// The quantile interpolates between the points (pᵢ, xᵢ), pᵢ = (Cᵢ − wᵢ/2)/C, Cᵢ the cumulated weight: with equal weights
/// it is Hazen's, the median the usual one. Beyond the first and last point it stays at the extreme values.
/// </remarks>
internal sealed class WeightedSample
{
    private readonly double[] values;
    private readonly double[] weights;
    private readonly int[] clusters;

    /// <param name="items">Value, weight &gt; 0 and index of the cluster; values that are not finite are left out.</param>
    internal WeightedSample(IEnumerable<(double Value, double Weight, int Cluster)> items)
    {
        (double Value, double Weight, int Cluster)[] sorted = [.. items
            .Where(static item => double.IsFinite(item.Value) && item.Weight > 0)
            .OrderBy(static item => item.Value)];
        values = [.. sorted.Select(static item => item.Value)];
        weights = [.. sorted.Select(static item => item.Weight)];
        clusters = [.. sorted.Select(static item => item.Cluster)];
    }

    internal int Count => values.Length;

    internal double Minimum => values[0];

    internal double Maximum => values[^1];

    /// <summary>Weighted mean; NaN where nothing is left.</summary>
    /// <param name="multiplicity">How often each cluster (or, for <paramref name="each"/>, each value) counts; null for once.</param>
    /// <param name="each">Whether the multiplicity belongs to single values.</param>
    internal double Mean(int[]? multiplicity = null, bool each = false)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = Weight(i, multiplicity, each);
            sum += weight * values[i];
            total += weight;
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>Weighted standard deviation of the population.</summary>
    internal double StandardDeviation()
    {
        double mean = Mean(), sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i] * (values[i] - mean) * (values[i] - mean);
            total += weights[i];
        }

        return total > 0 ? Math.Sqrt(sum / total) : double.NaN;
    }

    /// <summary>Weighted quantile, <paramref name="fraction"/> 0…1; NaN where nothing is left.</summary>
    internal double Quantile(double fraction, int[]? multiplicity = null, bool each = false)
    {
        double total = 0;
        for (int i = 0; i < values.Length; i++) total += Weight(i, multiplicity, each);
        if (total <= 0) return double.NaN;
        double target = fraction * total, cumulated = 0, lastPosition = 0, lastValue = double.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = Weight(i, multiplicity, each);
            if (weight == 0) continue;
            double position = cumulated + weight / 2;
            cumulated += weight;
            if (position >= target)
            {
                return double.IsNaN(lastValue)
                    ? values[i]
                    : lastValue + (values[i] - lastValue) * (target - lastPosition) / (position - lastPosition);
            }

            lastPosition = position;
            lastValue = values[i];
        }

        return lastValue;
    }

    private double Weight(int i, int[]? multiplicity, bool each)
        => multiplicity is null ? weights[i] : weights[i] * multiplicity[each ? i : clusters[i]];
}
