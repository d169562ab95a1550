using LtoAutoscope.Learning.Evaluation;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>The card of a registered regression: <c>card.json</c> beside its file.</summary>
public sealed record RegressionCard
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Material of its samples.</summary>
    public required string Material { get; init; }

    /// <summary>Whether its samples were taken by the microscope in software: then it says nothing about real powders.</summary>
    public required bool IsSimulated { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Who had it trained.</summary>
    public required string By { get; init; }

    /// <summary>What they said of it.</summary>
    public string Note { get; init; } = "";

    /// <summary>What it predicts.</summary>
    public required string Target { get; init; }

    /// <summary>From what.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The physical prediction that it starts from; empty where it stands alone.</summary>
    public required string Prior { get; init; }

    /// <summary>Rows that it was trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>Samples or batches that were held out whole.</summary>
    public required int Groups { get; init; }

    /// <summary>How its scores were measured.</summary>
    public required string Folds { get; init; }

    /// <summary>Scores on held-out rows.</summary>
    public required RegressionScores Scores { get; init; }

    /// <summary>Half-width of its 95 % intervals, units of the target; NaN where the rows are too few.</summary>
    public required double HalfWidth95 { get; init; }

    /// <summary>Probability of such scores by chance; null where it was not tested.</summary>
    public required double? PValue { get; init; }

    /// <summary>C, ε and γ.</summary>
    public required SvrHyperparameters Hyperparameters { get; init; }

    /// <summary>Σ|β| of the support vectors, in units of the target: what single precision multiplies.</summary>
    public required double CoefficientSum { get; init; }

    /// <summary>Largest difference on the training rows between ONNX Runtime, in single precision, and the trainer, in double.</summary>
    public required double OnnxDifference { get; init; }

    /// <summary>SHA-256 of <c>model.onnx</c>.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>SHA-256 of <c>data.csv</c>.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>Version of the software.</summary>
    public required string Software { get; init; }
}
