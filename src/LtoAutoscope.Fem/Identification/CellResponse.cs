using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Identification;

/// <summary>What a forward model answers with.</summary>
public sealed record CellResponse
{
    /// <summary>Every step taken; charge counts from the start of each half cycle.</summary>
    public required IReadOnlyList<CyclePoint> Curve { get; init; }

    /// <summary>Charge of each half cycle in order, mAh/g; positive lithiates. A half cycle lasts until the current changes its sign; rests belong to none.</summary>
    public required IReadOnlyList<double> HalfCyclesMAhG { get; init; }

    /// <summary>Charge of the side reactions over the whole protocol, mAh/g.</summary>
    public required double SideMAhG { get; init; }

    /// <summary>Lithium left in the particles at the end beyond what they began with, mAh/g.</summary>
    public required double TrappedMAhG { get; init; }

    /// <summary>Largest |passed − side − content| over all steps, relative to the capacity.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Charge of the first lithiation, mAh/g; 0 where there was none.</summary>
    public double LithiationMAhG => HalfCyclesMAhG.Count > 0 && HalfCyclesMAhG[0] > 0 ? HalfCyclesMAhG[0] : 0;

    /// <summary>Charge of the first delithiation, mAh/g; 0 where there was none.</summary>
    public double DelithiationMAhG => HalfCyclesMAhG.Count > 1 ? Math.Max(0, -HalfCyclesMAhG[1]) : 0;

    /// <summary>Initial Coulombic efficiency; 0 where the first half cycle passed no charge.</summary>
    public double Ce1 => LithiationMAhG > 0 ? DelithiationMAhG / LithiationMAhG : 0;
}
