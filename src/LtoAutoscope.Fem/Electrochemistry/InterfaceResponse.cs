namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>The currents of a place on the surface at the end of an implicit step, with their derivatives. A/m² of real area.</summary>
public readonly record struct InterfaceResponse
{
    /// <summary>Insertion, anodic positive: lithium that leaves the solid.</summary>
    public required KineticRate Insertion { get; init; }

    /// <summary>All side reductions together (film and surface charge), ≥ 0.</summary>
    public required double Side { get; init; }

    /// <summary>∂side/∂x, A/m²; not zero only where a film has resistance.</summary>
    public required double SideByLithiation { get; init; }

    /// <summary>∂side/∂φ, A/(m²·V).</summary>
    public required double SideByPotential { get; init; }

    /// <summary>∂side/∂c_e, A·m/mol; not zero only where a film has resistance.</summary>
    public required double SideByConcentration { get; init; }

    /// <summary>Film thickness at the end of the step, m.</summary>
    public required double FilmM { get; init; }

    /// <summary>Surface charge spent at the end of the step, C/m².</summary>
    public required double SpentCM2 { get; init; }

    /// <summary>Net anodic current from solid to electrolyte: insertion less side.</summary>
    public double Net => Insertion.Current - Side;
}
