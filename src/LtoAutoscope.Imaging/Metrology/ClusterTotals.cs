namespace LtoAutoscope.Imaging.Metrology;

/// <summary>
/// Standard errors of ratios of totals over clusters by linearisation, √(k/(k−1)·Σ(yₖ − R·xₖ)²)/X (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 6.3; K. M. Wolter, Introduction to Variance
/// Estimation, 2nd ed. 2007, chapter 6). Where there are more than <see cref="MostGroups"/> clusters they are joined to as many random groups (Wolter, chapter 2), which leaves the estimate unbiased.
/// </summary>
internal sealed class ClusterTotals
{
    internal const int MostGroups = 400;
    private readonly int[] groupOf;

    internal ClusterTotals(DistributionSample sample)
    {
        Sample = sample;
        Groups = Math.Min(sample.Clusters, MostGroups);
        groupOf = new int[sample.Clusters];
        for (int cluster = 0; cluster < groupOf.Length; cluster++) groupOf[cluster] = cluster % MostGroups;
        Weight = new double[Groups];
        for (int i = 0; i < sample.Count; i++) Weight[GroupOf(i)] += sample.Weights[i];
        Total = Weight.Sum();
        Coverage = Groups > 1 ? ClusterBootstrap.Coverage(Groups - 1) : double.NaN;
    }

    internal DistributionSample Sample { get; }

    internal int Groups { get; }

    /// <summary>Weight of each group.</summary>
    internal double[] Weight { get; }

    internal double Total { get; }

    /// <summary>97.5th percentile of Student's t with one degree of freedom less than groups.</summary>
    internal double Coverage { get; }

    internal int GroupOf(int i) => groupOf[Sample.ClusterOf[i]];

    /// <summary>Standard error of the share whose weight in each group is given; NaN with fewer than two groups.</summary>
    internal double StandardError(ReadOnlySpan<double> part, double share)
    {
        if (Groups < 2) return double.NaN;
        double squares = 0;
        for (int g = 0; g < Groups; g++)
        {
            double residual = part[g] - share * Weight[g];
            squares += residual * residual;
        }

        return Math.Sqrt(Groups / (Groups - 1.0) * squares) / Total;
    }
}
