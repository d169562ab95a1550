namespace LtoAutoscope.Domain.Particles;

/// <summary>The distribution of one quantity over a sample, as pages, API and exports show it. All intervals are statistical, 95 %, with frames as clusters.</summary>
public sealed record Distribution
{
    /// <summary>Particles with a value.</summary>
    public required int Count { get; init; }

    /// <summary>Clusters behind the intervals.</summary>
    public required int Clusters { get; init; }

    /// <summary>How the intervals of the percentiles were made.</summary>
    public required string Method { get; init; }

    /// <summary>Weighted mean.</summary>
    public required Estimate Mean { get; init; }

    /// <summary>Weighted standard deviation of the population.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>exp of the mean of the logarithms; NaN where values are not all positive.</summary>
    public required double GeometricMean { get; init; }

    /// <summary>exp of the standard deviation of the logarithms.</summary>
    public required double GeometricStandardDeviation { get; init; }

    /// <summary>10th percentile.</summary>
    public required Estimate D10 { get; init; }

    /// <summary>50th percentile.</summary>
    public required Estimate D50 { get; init; }

    /// <summary>90th percentile.</summary>
    public required Estimate D90 { get; init; }

    /// <summary>Where the bars stand.</summary>
    public required DistributionLayout Layout { get; init; }

    /// <summary>The bars.</summary>
    public required IReadOnlyList<DistributionBin> Bins { get; init; }

    /// <summary>Particles below the first bar and beyond the last.</summary>
    public required int Outside { get; init; }

    /// <summary>Width of the Gaussian kernel (Silverman 1986), in the unit of the bars' width.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Kernel density, as share of the weight for one bar's width.</summary>
    public required IReadOnlyList<DistributionPoint> Density { get; init; }

    /// <summary>Share of the weight at or below a value.</summary>
    public required IReadOnlyList<DistributionPoint> Cumulative { get; init; }

    /// <summary>Quantiles at 0.5 %, 1 %, 2 % … 99 %, 99.5 %.</summary>
    public required IReadOnlyList<QuantilePair> Quantiles { get; init; }
}
