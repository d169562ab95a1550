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

    /// <summary>Whether every feature lies within the range of the training data.</summary>
    public required bool InsideTrainingData { get; init; }

    /// <summary>What the model was trained on, in words that a report can print.</summary>
    public required string TrainedOn { get; init; }
}
