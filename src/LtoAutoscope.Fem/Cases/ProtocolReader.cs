using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Cases;

/// <summary>Reads the protocol of a case.</summary>
internal static class ProtocolReader
{
    internal static Protocol Read(CaseSection section, bool delithiatesFirst)
    {
        int cycles = section.Count("cycles", 1, 100000, 1);
        var steps = section.Sections("steps");
        var simple = section.Section("constant_current");
        if (steps.Count > 0 == simple is not null)
            throw section.Missing("steps", "Give either steps, a list, or constant_current with rate_per_hour, lower_cutoff_V and upper_cutoff_V");
        Protocol protocol;
        if (simple is not null)
        {
            protocol = Protocol.ConstantCurrent(
                simple.Required("rate_per_hour", 1e-5, 1000), simple.Required("lower_cutoff_V", -1, 6), simple.Required("upper_cutoff_V", -1, 6),
                simple.Number("rest_s", 0, 1e9, 0), simple.Number("hold_until_rate_per_hour", 1e-6, 1000), cycles, delithiatesFirst);
            simple.End();
        }
        else
        {
            protocol = new Protocol([.. steps.Select(ReadStep)], cycles);
        }

        section.End();
        return protocol;
    }

    private static ProtocolStep ReadStep(CaseSection section)
    {
        var step = new ProtocolStep
        {
            Mode = section.Choice("mode", "current", "voltage", "rest") switch
            {
                "current" => StepMode.Current,
                "voltage" => StepMode.Voltage,
                "rest" => StepMode.Rest,
                _ => throw section.Missing("mode", "Give current, voltage or rest"),
            },
            RatePerHour = section.Number("rate_per_hour", -1000, 1000),
            CurrentDensityAM2 = section.Number("current_A_m2", -1e6, 1e6),
            VoltageV = section.Number("voltage_V", -5, 10),
            UntilVoltageV = section.Number("until_voltage_V", -5, 10),
            UntilRatePerHour = section.Number("until_rate_per_hour", 1e-6, 1000),
            UntilTimeS = section.Number("until_time_s", 1e-6, 1e12),
            UntilCapacity = section.Number("until_capacity", 1e-9, 1000),
        };
        section.End();
        if (step is { RatePerHour: not null, CurrentDensityAM2: not null }) throw section.Wrong("the current is given twice", "current_A_m2", "Give rate_per_hour or current_A_m2");
        string? odd = step.Mode switch
        {
            StepMode.Current when step.VoltageV is not null => "voltage_V",
            StepMode.Current when step.UntilRatePerHour is not null => "until_rate_per_hour",
            StepMode.Voltage when step.UntilVoltageV is not null => "until_voltage_V",
            StepMode.Voltage or StepMode.Rest when step.RatePerHour is not null => "rate_per_hour",
            StepMode.Voltage or StepMode.Rest when step.CurrentDensityAM2 is not null => "current_A_m2",
            StepMode.Rest when step.VoltageV is not null => "voltage_V",
            StepMode.Rest when step.UntilVoltageV is not null => "until_voltage_V",
            StepMode.Rest when step.UntilRatePerHour is not null => "until_rate_per_hour",
            StepMode.Rest when step.UntilCapacity is not null => "until_capacity",
            _ => null,
        };
        return odd is null ? step : throw section.Wrong($"'{odd}' has no meaning in a {step.Mode.ToString().ToLowerInvariant()} step", odd, "Leave it out");
    }
}
