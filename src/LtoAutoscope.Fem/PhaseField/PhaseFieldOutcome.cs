namespace LtoAutoscope.Fem.PhaseField;

/// <summary>A cycle of a particle that separates into phases.</summary>
public sealed record PhaseFieldOutcome
{
    /// <summary>Every accepted step.</summary>
    public required IReadOnlyList<PhaseFieldPoint> Curve { get; init; }

    /// <summary>Middle of each shell, m from the centre.</summary>
    public required IReadOnlyList<double> RadiiM { get; init; }

    /// <summary>Fillings over the radius at tenths of each half cycle, with the moment.</summary>
    public required IReadOnlyList<(PhaseFieldPoint At, double[] Filling)> Profiles { get; init; }

    /// <summary>Filling that the lithiation reached.</summary>
    public required double Lithiated { get; init; }

    /// <summary>Filling that the delithiation left.</summary>
    public required double Delithiated { get; init; }

    /// <summary>Largest |charge passed − charge in the particle| over the capacity.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Charge given back over charge taken up.</summary>
    public required double Ce1 { get; init; }
}
