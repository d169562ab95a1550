namespace LtoAutoscope.Fem.Identification.Uncertainty;

/// <summary>CE1 with its uncertainty: <c>uncertainty.json</c>.</summary>
public sealed record CeUncertaintyResult
{
    /// <summary>The sample.</summary>
    public required string? Sample { get; init; }

    /// <summary>CE1 with every input at its best value.</summary>
    public required double Ce1 { get; init; }

    /// <summary>[low, high], 95 %: percentiles of the draws.</summary>
    public required double[] Ce1Interval { get; init; }

    /// <summary>Mean of the draws.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation of the draws.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>The inputs, the most important first.</summary>
    public required IReadOnlyList<InputShare> Inputs { get; init; }

    /// <summary>Plain sentences: what dominates, and what is not in it.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Draws that the model could be run for.</summary>
    public required int Draws { get; init; }

    /// <summary>Draws at which the model failed; they are left out.</summary>
    public required int Failed { get; init; }

    /// <summary>The forward model.</summary>
    public required string Model { get; init; }

    /// <summary>Wall-clock time, s.</summary>
    public required double WallS { get; init; }

    /// <summary>CE1 of every draw, in order.</summary>
    public required IReadOnlyList<double> Values { get; init; }
}
