namespace LtoAutoscope.Domain.Particles;

/// <summary>
/// The joint distribution of size, aspect ratio and roughness in a form that a Gaussian copula can be drawn from: a normal vector with the correlations of
/// <see cref="Copula"/>, turned into probabilities and through the <see cref="Quantiles"/> of each measure.
/// </summary>
public sealed record JointSummary
{
    /// <summary>The measures, in the order of rows and columns.</summary>
    public required IReadOnlyList<string> Measures { get; init; }

    /// <summary>Particles with all three measures.</summary>
    public required int Particles { get; init; }

    /// <summary>Weighted rank (Spearman) correlations; NaN where a measure does not vary.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Spearman { get; init; }

    /// <summary>Correlations of the Gaussian copula with these rank correlations, 2·sin(π·ρ/6) (Pearson 1907), made positive definite.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Copula { get; init; }

    /// <summary>Probabilities of the quantiles.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>Weighted quantiles by number at these probabilities, one row a measure, each over all particles that have it.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Quantiles { get; init; }
}
