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

    /// <summary>Which charge of a cycle is divided by which; it also says which half cycle comes first.</summary>
    public EfficiencyConvention Convention { get; init; }

    /// <summary>Charge of the first lithiation, mAh/g; 0 where there was none.</summary>
    public double LithiationMAhG => Half(Convention == EfficiencyConvention.DelithiationOverLithiation ? 0 : 1, 1);

    /// <summary>Charge of the first delithiation, mAh/g; 0 where there was none.</summary>
    public double DelithiationMAhG => Half(Convention == EfficiencyConvention.DelithiationOverLithiation ? 1 : 0, -1);

    /// <summary>Initial Coulombic efficiency by <see cref="Convention"/>; 0 where the first half cycle passed no charge.</summary>
    public double Ce1 => Convention.Of(LithiationMAhG, DelithiationMAhG);

    private double Half(int index, int sign) => HalfCyclesMAhG.Count > index ? Math.Max(0, sign * HalfCyclesMAhG[index]) : 0;
}
