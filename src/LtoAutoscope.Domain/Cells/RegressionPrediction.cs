using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>What the regression predicts from morphology alone.</summary>
public sealed record RegressionPrediction
{
    /// <summary>Initial Coulombic efficiency, a fraction.</summary>
    [JsonPropertyName("ce1")]
    public required double Ce1 { get; init; }

    /// <summary>Root mean square error of the model on held-out rows, a fraction: the ± of a single prediction.</summary>
    public required double Rmse { get; init; }

    /// <summary>Whether the training data support the prediction: every feature within their range, and near enough to training rows where the model tells them.</summary>
    public required bool InsideTrainingData { get; init; }

    /// <summary>What the model was trained on, in words that a report can print.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>[low, high], 95 %, conformal; null where the model has none, or the sample lies outside what it was trained on.</summary>
    [JsonPropertyName("ce1_interval")]
    public double[]? Ce1Interval { get; init; }

    /// <summary>The model's own interval; where it has none, ±1.96 times its error on held-out rows inside the training data; null outside them, where neither means anything.</summary>
    [JsonIgnore]
    public double[]? IntervalOrError => Ce1Interval ?? (InsideTrainingData ? [Ce1 - 1.96 * Rmse, Ce1 + 1.96 * Rmse] : null);

    /// <summary>Mean distance to the nearest training rows over the largest that counts as supported; above 1 the training data do not support the prediction. Null where the model does not tell.</summary>
    public double? DomainDistance { get; init; }

    /// <summary>The physical prediction that the regression started from, a fraction; null where it stands alone.</summary>
    public double? Prior { get; init; }

    /// <summary>Name, version and hash of the model; empty in older files.</summary>
    public string Model { get; init; } = "";

    /// <summary>What the laboratory's regression of capacity says; null while none is in use, or where it could not be asked.</summary>
    public CapacityPrediction? Capacity { get; init; }

    /// <summary>Why the regression of capacity that is in use could not be asked; null where nothing is wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CapacityProblem { get; init; }
}
