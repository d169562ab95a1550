using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Protocols;

/// <summary>Checks that a protocol can be run: every step holds something and ends somehow.</summary>
public static class ProtocolCheck
{
    /// <summary>Checks all steps.</summary>
    /// <exception cref="InputException">A step holds nothing that can be held or has no end; the message names it.</exception>
    public static void Validate(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        if (protocol.Steps.Count == 0) throw new InputException("the protocol has no steps", "protocol", "Give at least one");
        if (protocol.Cycles < 1) throw new InputException($"{protocol.Cycles} cycles cannot be run", "protocol", "Give 1 or more");
        for (int i = 0; i < protocol.Steps.Count; i++)
        {
            var step = protocol.Steps[i];
            string where = string.Create(CultureInfo.InvariantCulture, $"protocol, step {i + 1}");
            bool holds = step.Mode switch
            {
                StepMode.Current => (step.RatePerHour ?? step.CurrentDensityAM2) is { } current && current != 0 && double.IsFinite(current),
                StepMode.Voltage => step.VoltageV is { } voltage && double.IsFinite(voltage),
                _ => true,
            };
            if (!holds) throw new InputException($"a step at constant {(step.Mode == StepMode.Current ? "current" : "voltage")} has no value", where, "Give a rate or current density that is not 0, or a voltage");
            bool ends = step.UntilTimeS > 0 || (step.Mode != StepMode.Rest && step.UntilCapacity > 0)
                || (step.Mode == StepMode.Current && step.UntilVoltageV is not null) || (step.Mode == StepMode.Voltage && step.UntilRatePerHour > 0);
            if (!ends) throw new InputException("a step has no end", where, "Give a time, a voltage (constant current), a rate (constant voltage) or a capacity");
        }
    }
}
