using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Particles;

/// <summary>
/// The distribution of one measure over a sample. Intervals are 95 %: value ± expanded uncertainty where there is a budget (frames as clusters, and what the instrument and the outline add).
/// </summary>
public sealed record MeasureSummary
{
    /// <summary>Weighted mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Weighted median; for a diameter this is D50.</summary>
    public required double Median { get; init; }

    /// <summary>Weighted standard deviation of the population (not of the mean).</summary>
    public required double Std { get; init; }

    /// <summary>10th percentile.</summary>
    [JsonPropertyName("d10")]
    public required double D10 { get; init; }

    /// <summary>50th percentile, equal to <see cref="Median"/>.</summary>
    [JsonPropertyName("d50")]
    public required double D50 { get; init; }

    /// <summary>90th percentile.</summary>
    [JsonPropertyName("d90")]
    public required double D90 { get; init; }

    /// <summary>[low, high] of the mean.</summary>
    [JsonPropertyName("mean_ci95")]
    public required double[] MeanCi95 { get; init; }

    /// <summary>[low, high] of the median.</summary>
    [JsonPropertyName("median_ci95")]
    public required double[] MedianCi95 { get; init; }

    /// <summary>[low, high] of the mean from the scatter between frames alone; null in files that do not tell the two apart.</summary>
    [JsonPropertyName("mean_ci95_sampling")]
    public double[]? MeanCi95Sampling { get; init; }

    /// <summary>[low, high] of the median from the scatter between frames alone.</summary>
    [JsonPropertyName("median_ci95_sampling")]
    public double[]? MedianCi95Sampling { get; init; }

    /// <summary>[low, high] of the 10th percentile from the scatter between frames alone.</summary>
    [JsonPropertyName("d10_ci95_sampling")]
    public double[]? D10Ci95Sampling { get; init; }

    /// <summary>[low, high] of the 90th percentile from the scatter between frames alone.</summary>
    [JsonPropertyName("d90_ci95_sampling")]
    public double[]? D90Ci95Sampling { get; init; }

    /// <summary>exp of the weighted mean of the logarithms; NaN where unknown.</summary>
    public double GeometricMean { get; init; } = double.NaN;

    /// <summary>exp of the weighted standard deviation of the logarithms, ≥ 1; NaN where unknown.</summary>
    public double GeometricStd { get; init; } = double.NaN;
}
