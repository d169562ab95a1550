using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What one first cycle gave. Charges in coulombs of the simulated box.</summary>
public sealed record CycleOutcome
{
    /// <summary>External charge of the lithiation, side reaction included.</summary>
    public required double LithiationC { get; init; }

    /// <summary>External charge of the delithiation.</summary>
    public required double DelithiationC { get; init; }

    /// <summary>Charge of the side reaction during lithiation.</summary>
    public required double SideLithiationC { get; init; }

    /// <summary>Charge of the side reaction during delithiation.</summary>
    public required double SideDelithiationC { get; init; }

    /// <summary>Lithium left in the particles beyond what they began with; below 0 where it is missing, as after the first cycle of a cathode material.</summary>
    public required double TrappedC { get; init; }

    /// <summary>Charge from x = 0 to x = 1.</summary>
    public required double CapacityC { get; init; }

    /// <summary>Mass of active material, kg.</summary>
    public required double MassKg { get; init; }

    /// <summary>Largest error of the lithium balance over all steps, relative.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Largest residual of the coupled system over all accepted steps, relative to the current.</summary>
    public double CoupledResidual { get; init; }

    /// <summary>The charges of each cycle.</summary>
    public IReadOnlyList<CycleSummary> Cycles { get; init; } = [];

    /// <summary>How each step of the protocol went.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Linear iterations in the particles.</summary>
    public long LinearIterations { get; init; }

    /// <summary>Multigrid cycles of the fields in the box.</summary>
    public long FieldCycles { get; init; }

    /// <summary>How the lithiation ended.</summary>
    public required HalfCycleEnd LithiationEnd { get; init; }

    /// <summary>How the delithiation ended.</summary>
    public required HalfCycleEnd DelithiationEnd { get; init; }

    /// <summary>Every accepted step.</summary>
    public required IReadOnlyList<CyclePoint> Curve { get; init; }

    /// <summary>Each particle's share of the external charges, C: lithiation and delithiation.</summary>
    public required IReadOnlyList<(double Lithiation, double Delithiation)> ParticleCharges { get; init; }

    /// <summary>Film thickness at the end, m of smooth cover on the real area.</summary>
    public required double FilmM { get; init; }

    /// <summary>Newton iterations of the whole cycle.</summary>
    public required int NewtonIterations { get; init; }

    /// <summary>Nodal lithiation of each particle when half the charge of the first half cycle had passed, or null where it was not asked for.</summary>
    public IReadOnlyList<double[]>? HalfLithiated { get; init; }

    /// <summary>The same at the end of lithiation.</summary>
    public IReadOnlyList<double[]>? Lithiated { get; init; }

    /// <summary>The same at the end of delithiation.</summary>
    public IReadOnlyList<double[]>? Delithiated { get; init; }

    /// <summary>Initial Coulombic efficiency; 0 where no charge passed.</summary>
    public double Ce1 => Convention.Of(LithiationC, DelithiationC);

    /// <summary>Which charge is divided by which, and with it which half cycle came first.</summary>
    public EfficiencyConvention Convention { get; init; }
}
