using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Identification;

/// <summary>The result of a fit: <c>fit.json</c>.</summary>
public sealed record FitResult
{
    /// <summary>The forward model in words.</summary>
    public required string Model { get; init; }

    /// <summary>The parameters in the order in which they were asked for.</summary>
    public required IReadOnlyList<ParameterEstimate> Parameters { get; init; }

    /// <summary>Correlations of the estimates by the linear theory, in the same order; NaN where an error is infinite.</summary>
    public required double[][] Correlation { get; init; }

    /// <summary>Singular values of the sensitivity matrix, largest first.</summary>
    public required IReadOnlyList<SensitivityDirection> Directions { get; init; }

    /// <summary>Sum of squared weighted residuals.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>Observations less parameters.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>s²: what all variances are scaled by, χ² over degrees of freedom, at least 1.</summary>
    public required double VarianceFactor { get; init; }

    /// <summary>Whether the minimisation ended because nothing more was to be gained.</summary>
    public required bool Converged { get; init; }

    /// <summary>Forward runs of one cell.</summary>
    public required long Evaluations { get; init; }

    /// <summary>Wall-clock time, s.</summary>
    public required double WallS { get; init; }

    /// <summary>Agreement with each cell.</summary>
    public required IReadOnlyList<CellAgreement> Cells { get; init; }

    /// <summary>Plain sentences on what the data do and do not say.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>The material with the fitted values.</summary>
    [JsonIgnore]
    public Material Material { get; init; } = new() { Name = "" };

    /// <summary>The fitted answers, in the order of the cells.</summary>
    [JsonIgnore]
    public IReadOnlyList<CellResponse> Responses { get; init; } = [];

    /// <summary>Weighted residuals of each cell.</summary>
    [JsonIgnore]
    public IReadOnlyList<double[]> Residuals { get; init; } = [];
}
