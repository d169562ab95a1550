using System.Text.Json.Serialization;

namespace LtoAutoscope.Learning.Regression;

/// <summary>What <c>learn svr train --json</c> prints.</summary>
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
}
