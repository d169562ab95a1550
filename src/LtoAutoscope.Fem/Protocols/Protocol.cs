using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Protocols;

/// <summary>A list of steps, run one or more times over.</summary>
/// <param name="Steps">The steps of a cycle, in order; at least one.</param>
/// <param name="Cycles">How often they are run, at least 1.</param>
public sealed record Protocol(IReadOnlyList<ProtocolStep> Steps, int Cycles = 1)
{
    /// <summary>Full charges that a half cycle may last at most where its cut-off is not met.</summary>
    public const double LongestHalfCycle = 1.3;

    /// <summary>A material's cycle at constant current between its cut-offs: an anode material is lithiated first, a cathode material delithiated.</summary>
    /// <param name="material">The material.</param>
    /// <param name="ratePerHour">Full charges an hour, &gt; 0.</param>
    /// <param name="restS">Rest before each half cycle, s; none if 0.</param>
    /// <param name="holdRatePerHour">Where given, each cut-off is held until the current has fallen to this rate (CCCV).</param>
    /// <param name="cycles">Cycles.</param>
    public static Protocol Of(Material material, double ratePerHour, double restS = 0, double? holdRatePerHour = null, int cycles = 1)
    {
        ArgumentNullException.ThrowIfNull(material);
        return ConstantCurrent(ratePerHour, material.LowerCutoffV, material.UpperCutoffV, restS, holdRatePerHour, cycles, material.Role == MaterialRole.Cathode);
    }

    /// <summary>Lithiation at a constant current to the lower cut-off, then the reverse to the upper one; each at most 1.3 full charges long.</summary>
    /// <param name="ratePerHour">Full charges an hour, &gt; 0.</param>
    /// <param name="lowerCutoffV">End of lithiation, V.</param>
    /// <param name="upperCutoffV">End of delithiation, V.</param>
    /// <param name="restS">Rest before lithiation and before delithiation, s; none if 0.</param>
    /// <param name="holdRatePerHour">Where given, each cut-off is held until the current has fallen to this rate (CCCV).</param>
    /// <param name="cycles">Cycles.</param>
    /// <param name="delithiatesFirst">Whether delithiation comes first, as for a material that is made full of lithium.</param>
    public static Protocol ConstantCurrent(
        double ratePerHour, double lowerCutoffV, double upperCutoffV, double restS = 0, double? holdRatePerHour = null, int cycles = 1, bool delithiatesFirst = false)
    {
        var steps = new List<ProtocolStep>();
        if (delithiatesFirst) Half(-ratePerHour, upperCutoffV);
        Half(ratePerHour, lowerCutoffV);
        if (!delithiatesFirst) Half(-ratePerHour, upperCutoffV);
        return new Protocol(steps, cycles);

        void Half(double rate, double cutoff)
        {
            if (restS > 0) steps.Add(new ProtocolStep { Mode = StepMode.Rest, UntilTimeS = restS });
            steps.Add(new ProtocolStep
            {
                Mode = StepMode.Current, RatePerHour = rate, UntilVoltageV = cutoff, UntilTimeS = LongestHalfCycle * 3600 / ratePerHour,
            });
            if (holdRatePerHour is { } until)
                steps.Add(new ProtocolStep { Mode = StepMode.Voltage, VoltageV = cutoff, UntilRatePerHour = until, UntilTimeS = 24 * 3600 });
        }
    }
}
