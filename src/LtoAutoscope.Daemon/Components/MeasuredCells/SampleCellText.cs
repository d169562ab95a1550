using LtoAutoscope.Daemon.Components.Cells;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;

namespace LtoAutoscope.Daemon.Components.MeasuredCells;

/// <summary>Words about measured cells.</summary>
internal static class SampleCellText
{
    /// <summary>The convention as a formula.</summary>
    public static string Formula(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? "Q(delithiation) / Q(lithiation)" : "Q(lithiation) / Q(delithiation)";

    /// <summary>The convention with what it is meant for.</summary>
    public static string Choice(EfficiencyConvention convention)
        => convention == EfficiencyConvention.DelithiationOverLithiation ? "Q(delithiation) / Q(lithiation): anode material, such as LTO" : "Q(lithiation) / Q(delithiation): cathode material, or “discharge over charge”";

    /// <summary>Whether a cell counts.</summary>
    public static Look Counts(CellTest cell) => cell.Counts ? new("Counts", "ok", "v-ok") : new("Does not count", "skip", "v-skip");

    /// <summary>The C-rate.</summary>
    /// <remarks>A mass is weighed to a few per cent at best, so a rate within 4 % of a round one is called by it.</remarks>
    public static string Rate(double perHour)
    {
        if (!(double.IsFinite(perHour) && perHour > 0)) return Figures.Unknown;
        double turned = perHour < 0.96 ? 1 / perHour : perHour, round = Math.Round(turned);
        if (Math.Abs(turned - round) > 0.04 * round) round = Math.Round(turned, 1);
        return CellText.Rate(perHour < 0.96 ? 1 / round : round);
    }

    /// <summary>A quantity in words.</summary>
    public static string Word(TestQuantity quantity) => quantity switch
    {
        TestQuantity.Time => "time of the test",
        TestQuantity.StepTime => "time of the step",
        TestQuantity.Date => "date and time",
        TestQuantity.Voltage => "voltage",
        TestQuantity.Current => "current",
        TestQuantity.Temperature => "temperature",
        TestQuantity.Cycle => "cycle",
        TestQuantity.Step => "step",
        TestQuantity.State => "state",
        TestQuantity.ChargeCapacity => "charge while charging",
        TestQuantity.DischargeCapacity => "charge while discharging",
        TestQuantity.Capacity => "charge of the step",
        TestQuantity.NetCharge => "net charge",
        _ => "charge since the row before",
    };
}
