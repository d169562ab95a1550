namespace LtoAutoscope.Fem.Cases;

/// <summary>Grid and tolerances of the porous-electrode model.</summary>
public sealed record SolverSettings
{
    /// <summary>Cells through each electrode, 1…1000. Default 30.</summary>
    public int ElectrodeCells { get; init; } = 30;

    /// <summary>Cells through the separator, 1…1000. Default 12.</summary>
    public int SeparatorCells { get; init; } = 12;

    /// <summary>Nodes along a particle's radius where its diffusivity varies, 8…1000. Default 40.</summary>
    public int RadialNodes { get; init; } = 40;

    /// <summary>Wanted local error of the voltage, V. Default 0.3 mV.</summary>
    public double VoltageToleranceV { get; init; } = 3e-4;

    /// <summary>Wanted local error of lithiation. Default 10⁻⁴.</summary>
    public double LithiationTolerance { get; init; } = 1e-4;

    /// <summary>Wanted local error of the salt's concentration, relative to the initial one. Default 5·10⁻⁴.</summary>
    public double ConcentrationTolerance { get; init; } = 5e-4;

    /// <summary>Longest step, s; null for a fortieth of a full charge.</summary>
    public double? LongestStepS { get; init; }

    /// <summary>Equal steps of this length without error control, s; null for steps that fit the error. For studies of the order of accuracy.</summary>
    public double? FixedStepS { get; init; }

    /// <summary>Whether electrolyte and conduction are left out: all particles see one potential and the initial salt concentration.</summary>
    public bool ElectrolyteFree { get; init; }
}
