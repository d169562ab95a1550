using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>What a regression on the laboratory's own cells predicts of useful capacity at a rate, from morphology.</summary>
public sealed record CapacityPrediction
{
    /// <summary>Useful capacity of whole cycles at <see cref="RatePerHour"/>, mAh per gram of active material; NaN where a feature or the prior is unknown.</summary>
    [JsonPropertyName("capacity_mAh_g")]
    public required double CapacityMAhG { get; init; }

    /// <summary>C-rate, 1/h.</summary>
    public required double RatePerHour { get; init; }

    /// <summary>[low, high], 95 %, conformal, mAh/g; null where the model has none, or the sample lies outside what it was trained on.</summary>
    [JsonPropertyName("interval_mAh_g")]
    public double[]? IntervalMAhG { get; init; }

    /// <summary>Root mean square error of the model on held-out rows, mAh/g.</summary>
    [JsonPropertyName("rmse_mAh_g")]
    public required double RmseMAhG { get; init; }

    /// <summary>Whether the training data support the prediction.</summary>
    public required bool InsideTrainingData { get; init; }

    /// <summary>Mean distance to the nearest training rows over the largest that counts as supported; null where the model does not tell.</summary>
    public double? DomainDistance { get; init; }

    /// <summary>The cell model's capacity that the regression started from, mAh/g; null where it stands alone.</summary>
    [JsonPropertyName("prior_mAh_g")]
    public double? PriorMAhG { get; init; }

    /// <summary>What the model was trained on, in words that a report can print.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Name, version and hash of the model.</summary>
    public required string Model { get; init; }
}
