using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>How well CE1 of samples that a fit has not seen is predicted: <c>loso.json</c>.</summary>
public sealed record LeaveOneOutResult
{
    /// <summary>Where the samples come from.</summary>
    public required string Source { get; init; }

    /// <summary>Why they are not measured; null where they are.</summary>
    public required string? SyntheticBecause { get; init; }

    /// <summary>The forward model.</summary>
    public required string Model { get; init; }

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>Cells.</summary>
    public required int Cells { get; init; }

    /// <summary>Root mean square error of the held-out CE1, a fraction; the paper states 0.035.</summary>
    public required double Rmse { get; init; }

    /// <summary>1 − Σ(measured − predicted)²/Σ(measured − mean)².</summary>
    [JsonPropertyName("r2")]
    public required double R2 { get; init; }

    /// <summary>Mean of predicted − measured.</summary>
    public required double Bias { get; init; }

    /// <summary>The same root mean square error of the fit to all samples: what fitting alone would claim.</summary>
    public required double RmseFittedToAll { get; init; }

    /// <summary>The same of the mean of the other samples: what no knowledge of morphology reaches.</summary>
    public required double RmseOfTheMean { get; init; }

    /// <summary>Keys of the fitted parameters with the smallest and the largest estimate over the held-out fits.</summary>
    public required IReadOnlyDictionary<string, double[]> ParameterRange { get; init; }

    /// <summary>Each cell.</summary>
    public required IReadOnlyList<HeldOutSample> Rows { get; init; }

    /// <summary>Wall-clock time, s.</summary>
    public required double WallS { get; init; }
}
