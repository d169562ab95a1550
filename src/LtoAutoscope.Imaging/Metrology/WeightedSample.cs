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

    /// <param name="items">Value, weight &gt; 0 and number of the cluster; values that are not finite are left out.</param>
    internal WeightedSample(IEnumerable<(double Value, double Weight, int Cluster)> items)
    {
        (double Value, double Weight, int Cluster)[] sorted = [.. items
            .Where(static item => double.IsFinite(item.Value) && item.Weight > 0)
            .OrderBy(static item => item.Value)];
        values = [.. sorted.Select(static item => item.Value)];
        weights = [.. sorted.Select(static item => item.Weight)];

        // Clusters that hold no value are no clusters: they tell nothing of how the value differs.
        Dictionary<int, int> number = [];
        foreach (int cluster in sorted.Select(static item => item.Cluster).Distinct().Order()) number.Add(cluster, number.Count);
        clusters = [.. sorted.Select(item => number[item.Cluster])];
        Clusters = number.Count;
    }

    private WeightedSample(double[] values, double[] weights, int[] clusters, int count) => (this.values, this.weights, this.clusters, Clusters) = (values, weights, clusters, count);

    /// <summary>Values that are in order already, clusters numbered without gaps.</summary>
    internal static WeightedSample OfSorted(double[] values, double[] weights, int[] clusters, int count) => new(values, weights, clusters, count);

    internal int Count => values.Length;

    /// <summary>Clusters that hold at least one value.</summary>
    internal int Clusters { get; }

    internal double Minimum => values[0];

    internal double Maximum => values[^1];

    internal ReadOnlySpan<double> Values => values;

    internal ReadOnlySpan<double> Weights => weights;

    internal ReadOnlySpan<int> ClusterOf => clusters;

    /// <summary>Effective number of values, (Σw)²/Σw² (Kish 1965).</summary>
    internal double EffectiveCount
    {
        get
        {
            double sum = 0, squares = 0;
            foreach (double weight in weights)
            {
                sum += weight;
                squares += weight * weight;
            }

            return squares > 0 ? sum * sum / squares : 0;
        }
    }

    /// <summary>The same values, each a cluster of its own.</summary>
    internal WeightedSample Independent() => new(values, weights, [.. Enumerable.Range(0, values.Length)], values.Length);

    /// <summary>Weighted mean; NaN where nothing is left.</summary>
    /// <param name="multiplicity">How often each cluster counts; null for once.</param>
    internal double Mean(int[]? multiplicity = null)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = Weight(i, multiplicity);
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
    internal double Quantile(double fraction, int[]? multiplicity = null)
    {
        Span<double> result = [double.NaN];
        Quantiles([fraction], result, multiplicity);
        return result[0];
    }

    /// <summary>Weighted quantiles in one pass.</summary>
    /// <param name="fractions">0…1, ascending.</param>
    /// <param name="results">One a fraction; NaN where nothing is left.</param>
    /// <param name="multiplicity">How often each cluster counts; null for once.</param>
    internal void Quantiles(ReadOnlySpan<double> fractions, Span<double> results, int[]? multiplicity = null)
    {
        results.Fill(double.NaN);
        double total = 0;
        for (int i = 0; i < values.Length; i++) total += Weight(i, multiplicity);
        if (total <= 0) return;
        double cumulated = 0, lastPosition = 0, lastValue = double.NaN;
        int next = 0;
        for (int i = 0; i < values.Length && next < fractions.Length; i++)
        {
            double weight = Weight(i, multiplicity);
            if (weight == 0) continue;
            double position = cumulated + weight / 2;
            cumulated += weight;
            for (; next < fractions.Length && position >= fractions[next] * total; next++)
            {
                results[next] = double.IsNaN(lastValue)
                    ? values[i]
                    : lastValue + (values[i] - lastValue) * (fractions[next] * total - lastPosition) / (position - lastPosition);
            }

            lastPosition = position;
            lastValue = values[i];
        }

        for (; next < fractions.Length; next++) results[next] = lastValue;
    }

    private double Weight(int i, int[]? multiplicity) => multiplicity is null ? weights[i] : weights[i] * multiplicity[clusters[i]];
}
