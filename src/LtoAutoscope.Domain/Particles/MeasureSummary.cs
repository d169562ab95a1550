using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Particles;

/// <summary>The distribution of one measure over a sample. Intervals are 95 % and count frames as clusters.</summary>
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
}
