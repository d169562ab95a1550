using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.CellTests;

/// <summary>Cycles of a test: each lithiation with the delithiation beside it, in the order in which the test does them.</summary>
public static class CycleTable
{
    /// <summary>A first half cycle below this share of the second is a preparation (the cell was charged to its cut-off first) and belongs to no cycle.</summary>
    public const double PreparationShare = 0.05;

    /// <summary>The convention that a test suggests: what came second over what came first, which loses charge on the way.</summary>
    public static EfficiencyConvention Suggested(GalvanostaticTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.HalfCycles[FirstOf(test)].Sign > 0 ? EfficiencyConvention.DelithiationOverLithiation : EfficiencyConvention.LithiationOverDelithiation;
    }

    /// <summary>Position of the half cycle with which the first cycle begins.</summary>
    public static int FirstOf(GalvanostaticTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return test.HalfCycles.Count > 2 && test.HalfCycles[0].ChargeMAhG < PreparationShare * test.HalfCycles[1].ChargeMAhG ? 1 : 0;
    }

    /// <summary>A delithiation whose rate differs by more than this share of the lithiation's has a rate of its own.</summary>
    private const double OwnRateShare = 0.02;

    /// <summary>The cycles.</summary>
    /// <param name="test">The test.</param>
    /// <param name="capacityMAhG">Theoretical capacity that rates refer to, mAh/g.</param>
    public static IReadOnlyList<CycleCapacity> Of(GalvanostaticTest test, double capacityMAhG)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityMAhG);
        var cycles = new List<CycleCapacity>();
        double currentAt1C = capacityMAhG * test.Details.MassG / 1000;
        for (int i = FirstOf(test); i < test.HalfCycles.Count; i += 2)
        {
            HalfCycle first = test.HalfCycles[i];
            HalfCycle? second = i + 1 < test.HalfCycles.Count ? test.HalfCycles[i + 1] : null;
            HalfCycle? lithiation = first.Sign > 0 ? first : second, delithiation = first.Sign > 0 ? second : first;
            double rate = (lithiation ?? delithiation)!.CurrentA / currentAt1C, back = delithiation is null ? rate : delithiation.CurrentA / currentAt1C;
            cycles.Add(new CycleCapacity(cycles.Count + 1, rate, lithiation?.ChargeMAhG ?? double.NaN, delithiation?.ChargeMAhG ?? double.NaN) { DelithiationRatePerHour = Math.Abs(back - rate) > OwnRateShare * rate ? back : null });
        }

        if (test.MayBeUnfinished) cycles[^1] = cycles[^1] with { MayBeUnfinished = true };
        return cycles;
    }

    /// <summary>What a person should know of the cycles before using them; empty when all is well.</summary>
    /// <param name="test">The test.</param>
    /// <param name="role">Whether the material is lithiated first (anode) or delithiated first (cathode).</param>
    public static IReadOnlyList<string> Warnings(GalvanostaticTest test, MaterialRole role)
    {
        ArgumentNullException.ThrowIfNull(test);
        return [.. WrongWayRound(test, role), .. Unfinished(test)];
    }

    /// <summary>A fresh cell is lithiated first where its material is an anode's: a test that goes the other way was resumed, or its direction was told wrongly.</summary>
    private static IEnumerable<string> WrongWayRound(GalvanostaticTest test, MaterialRole role)
    {
        bool isAnode = role == MaterialRole.Anode, isLithiated = test.HalfCycles[FirstOf(test)].Sign > 0;
        if (isLithiated == isAnode) yield break;
        (string first, string second, string material) = isAnode ? ("delithiation", "lithiation", "an anode material is lithiated first") : ("lithiation", "delithiation", "a cathode material is delithiated first");
        string told = test.Details.LithiationSign == 0 ? "Which current lithiates was told from the voltage: if that is wrong, say its sign (lithiation_current)." : "Which current lithiates was given: if that is wrong, give the other sign (lithiation_current).";
        yield return $"The first half cycle is a {first}, while {material}. Each cycle pairs a {first} with the {second} after it, so what stands as initial efficiency is none of a fresh cell, whichever convention it is given by. {told} "
            + $"If the test was resumed, import the file that holds the first {second}, or leave this cell out of the means.";
    }

    private static string[] Unfinished(GalvanostaticTest test)
        => test.HalfCycles.Count == FirstOf(test) + 2 && test.MayBeUnfinished
            ? ["The file ends under current in the second half of the first cycle, at no cut-off that can be seen: if the test still runs, the initial efficiency is too low. Import it again when the cycle is done."] : [];
}
