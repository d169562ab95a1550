using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Cases;

/// <summary>Everything that the porous-electrode model must know of a cell and its test. SI units; currents and charges on the cell's plane.</summary>
public sealed record CellCase
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Half or full cell.</summary>
    public CellKind Kind { get; init; }

    /// <summary>Temperature, K. Default 298.15.</summary>
    public double TemperatureK { get; init; } = 298.15;

    /// <summary>The electrolyte.</summary>
    public ElectrolyteDesign Electrolyte { get; init; } = new();

    /// <summary>Lithium metal; for half cells.</summary>
    public LithiumMetal Lithium { get; init; } = new();

    /// <summary>The negative electrode; for full cells.</summary>
    public ElectrodeDesign? Negative { get; init; }

    /// <summary>The separator.</summary>
    public SeparatorDesign Separator { get; init; } = new();

    /// <summary>The working electrode of a half cell, or the positive one of a full cell.</summary>
    public ElectrodeDesign Positive { get; init; } = new();

    /// <summary>Resistance of contacts in series with the cell, Ω·m². Default 0.</summary>
    public double ContactResistanceOhmM2 { get; init; }

    /// <summary>Current at a rate of one an hour, A/m²; null for the working electrode's capacity in an hour.</summary>
    public double? OneRateCurrentAM2 { get; init; }

    /// <summary>The test.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>Times at which profiles are kept, s from the start, rising. The ends of all steps are kept besides.</summary>
    public IReadOnlyList<double> ProfileTimesS { get; init; } = [];

    /// <summary>Grid and tolerances.</summary>
    public SolverSettings Solver { get; init; } = new();

    /// <summary>Current at a rate of one an hour, A/m².</summary>
    public double CurrentOfOneRate => OneRateCurrentAM2 ?? (Positive.CapacityCM2 / 3600);
}
