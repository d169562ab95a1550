namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Values of a quantity in ascending order, each with its weight and its cluster; in arrays, so that a million particles are no objects.</summary>
public sealed class DistributionSample
{
    /// <param name="values">Ascending and finite.</param>
    /// <param name="weights">Above 0, one a value.</param>
    /// <param name="clusters">Number of the cluster (frame) of each value, ≥ 0.</param>
    /// <exception cref="ArgumentException">The arrays differ in length, or a value or weight is not as told.</exception>
    public DistributionSample(double[] values, double[] weights, int[] clusters)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(clusters);
        if (weights.Length != values.Length || clusters.Length != values.Length) throw new ArgumentException("Values, weights and clusters differ in number.", nameof(weights));
        double last = double.NegativeInfinity;
        int highest = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= last) || !double.IsFinite(values[i]) || !(weights[i] > 0) || clusters[i] < 0) throw new ArgumentException($"Value {i} is not finite or out of order, or its weight is not above 0.", nameof(values));
            last = values[i];
            highest = Math.Max(highest, clusters[i]);
        }

        int[] number = new int[highest + 1];
        foreach (int cluster in clusters) number[cluster] = 1;
        for (int cluster = 0; cluster < number.Length; cluster++) number[cluster] = number[cluster] == 1 ? ++Clusters : 0;
        (Values, Weights) = (values, weights);
        ClusterOf = new int[values.Length];
        for (int i = 0; i < values.Length; i++) ClusterOf[i] = number[clusters[i]] - 1;
    }

    /// <summary>Ascending values.</summary>
    public double[] Values { get; }

    /// <summary>Weights.</summary>
    public double[] Weights { get; }

    /// <summary>Clusters, numbered from 0 without gaps in their order.</summary>
    public int[] ClusterOf { get; }

    /// <summary>Clusters that hold a value.</summary>
    public int Clusters { get; }

    /// <summary>Values.</summary>
    public int Count => Values.Length;
}
