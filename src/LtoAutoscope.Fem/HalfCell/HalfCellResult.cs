using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>What a run of the porous-electrode model gave; complete up to the moment at which it ended, whatever the reason.</summary>
public sealed record HalfCellResult
{
    /// <summary>What was run.</summary>
    public required CellCase Case { get; init; }

    /// <summary>Every accepted time step.</summary>
    public required IReadOnlyList<CellPoint> Curve { get; init; }

    /// <summary>The steps of the protocol that were run, the last perhaps in part.</summary>
    public required IReadOnlyList<StepOutcome> Steps { get; init; }

    /// <summary>The cycles.</summary>
    public required IReadOnlyList<CycleSummary> Cycles { get; init; }

    /// <summary>Profiles at the times asked for, at the ends of the steps of the first cycle, and at the end of the run.</summary>
    public required IReadOnlyList<CellProfile> Profiles { get; init; }

    /// <summary>Where the charge of the first cycle went, mAh per gram of the working electrode's material.</summary>
    public required LossBreakdown Loss { get; init; }

    /// <summary>Largest relative error of the balances of lithium and salt over all steps.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Why it ended before the protocol did; null where every step was run.</summary>
    public required FailureReason? Failure { get; init; }

    /// <summary>How it ended, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Time steps taken.</summary>
    public required int TimeSteps { get; init; }

    /// <summary>Newton iterations.</summary>
    public required int NewtonIterations { get; init; }

    /// <summary>Coulombic efficiency of the first cycle; NaN where lithiation or delithiation is missing.</summary>
    public double Ce1 => Cycles.Count > 0 && Cycles[0].CoulombicEfficiency is { } ce ? ce : double.NaN;
}
