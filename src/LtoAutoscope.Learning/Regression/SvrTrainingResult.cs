using System.Text.Json.Serialization;

namespace LtoAutoscope.Learning.Regression;

/// <summary>What <c>learn svr train --json</c> prints, and the card beside the model.</summary>
public sealed record SvrTrainingResult
{
    /// <summary>Where the model was written.</summary>
    public required string Model { get; init; }

    /// <summary>Training rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Support vectors.</summary>
    public required int NSv { get; init; }

    /// <summary>Support vectors at the bound C.</summary>
    public required int NBounded { get; init; }

    /// <summary>Offset, as LIBSVM prints it: f(x) = Σ βᵢ·K(xᵢ, x) − ρ.</summary>
    public required double Rho { get; init; }

    /// <summary>Dual objective, as LIBSVM prints it.</summary>
    public required double DualObjective { get; init; }

    /// <summary>Coefficient of determination on held-out folds.</summary>
    [JsonPropertyName("r2")]
    public required double R2 { get; init; }

    /// <summary>Root mean square error on held-out folds, units of the target.</summary>
    public required double Rmse { get; init; }

    /// <summary>C of the fit, given or found.</summary>
    [JsonPropertyName("C")]
    public required double C { get; init; }

    /// <summary>ε of the fit, given or found.</summary>
    public required double Epsilon { get; init; }

    /// <summary>γ of the fit, given or found.</summary>
    public required double Gamma { get; init; }

    /// <summary>On what <see cref="R2"/> and <see cref="Rmse"/> were measured.</summary>
    public required string MeasuredOn { get; init; }

    /// <summary>Where the card was written.</summary>
    public required string Card { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>The file of the rows.</summary>
    public required string Data { get; init; }

    /// <summary>Its SHA-256.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>SHA-256 of the model's file.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>What is predicted.</summary>
    public required string Target { get; init; }

    /// <summary>From what.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The physical prediction that it starts from; empty where it stands alone.</summary>
    public required string Prior { get; init; }

    /// <summary>Rows or groups of rows that were held out whole.</summary>
    public required int Groups { get; init; }

    /// <summary>Half-width of the 95 % conformal interval, units of the target; NaN where the rows are too few.</summary>
    public required double HalfWidth95 { get; init; }

    /// <summary>Σ|β|: what single precision multiplies.</summary>
    public required double CoefficientSum { get; init; }

    /// <summary>Largest difference on the rows between ONNX Runtime, in single precision, and the trainer, in double.</summary>
    public required double OnnxDifference { get; init; }
}
