using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Cases;

/// <summary>What must hold of a case beyond the range of each value.</summary>
internal static class CaseCheck
{
    /// <summary>Throws where a case contradicts itself.</summary>
    /// <exception cref="InputException">It does.</exception>
    internal static void Validate(CellCase cell)
    {
        Check((cell.Kind == CellKind.Full) == (cell.Negative is not null), "a full cell has a negative electrode and a half cell has none", "kind", "Give kind: full with negative and positive, or kind: half with electrode");
        foreach (var (electrode, name) in new[] { (cell.Positive, "electrode"), (cell.Negative, "negative") })
        {
            if (electrode is null) continue;
            Check(electrode.Porosity + electrode.ActiveVolumeFraction <= 1 + 1e-9, "porosity and active volume fraction add up to more than 1", name, "Lower one of them");
            Check(electrode.Classes.Count > 0, "there is no particle", name, "Give at least one class of particles");
            foreach (var c in electrode.Classes)
                Check(c.VolumeShare > 0 && c.AreaPerVolume > 0 && c.DiffusionLengthM > 0, "a class of particles has no volume, area or size", name, "Give positive numbers");
        }

        Check(cell.Protocol.Steps.Count > 0 && cell.Protocol.Cycles >= 1, "there is no step", "protocol", "Give at least one step and one cycle");
        foreach (var (step, i) in cell.Protocol.Steps.Select((s, i) => (s, i + 1)))
        {
            string where = $"protocol, step {i}";
            if (step.Mode == StepMode.Current)
                Check((step.RatePerHour ?? step.CurrentDensityAM2) is { } c && c != 0 && double.IsFinite(c), "a current step has no current", where, "Give a rate or a current density that is not 0");
            if (step.Mode == StepMode.Voltage) Check(step.VoltageV is not null, "a voltage step has no voltage", where, "Give the voltage that is held");
            Check(
                step.UntilTimeS > 0 || step.UntilCapacity > 0 || (step.Mode == StepMode.Current && step.UntilVoltageV is not null) || (step.Mode == StepMode.Voltage && step.UntilRatePerHour > 0),
                "a step has no end", where, "Give a time, a voltage (for a current), a rate (for a voltage) or a share of the capacity at which it ends");
        }
    }

    private static void Check(bool holds, string what, string where, string remedy)
    {
        if (!holds) throw new InputException(what, where, remedy);
    }
}
