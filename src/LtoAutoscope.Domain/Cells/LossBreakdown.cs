using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>The charge that did not come back, mAh per gram of active material; the parts add up to the charge of the first half cycle minus that of the second.</summary>
public sealed record LossBreakdown
{
    /// <summary>Electrolyte reduction (film). Below 0 for a cathode material, whose lithiation it makes look larger.</summary>
    [JsonPropertyName("side_reaction_mAh_g")]
    public required double SideReactionMAhG { get; init; }

    /// <summary>Lithium left in an anode material when the upper cut-off was reached, or missing from a cathode material at the lower one.</summary>
    [JsonPropertyName("trapped_lithium_mAh_g")]
    public required double TrappedLithiumMAhG { get; init; }

    /// <summary>The breakdown of a first cycle.</summary>
    /// <param name="convention">The material's convention.</param>
    /// <param name="side">Charge of the side reaction, mAh/g.</param>
    /// <param name="gained">Lithium in the particles at the end beyond what they began with, mAh/g.</param>
    public static LossBreakdown Of(EfficiencyConvention convention, double side, double gained) => convention == EfficiencyConvention.DelithiationOverLithiation
        ? new LossBreakdown { SideReactionMAhG = side, TrappedLithiumMAhG = gained }
        : new LossBreakdown { SideReactionMAhG = 0 - side, TrappedLithiumMAhG = 0 - gained };
}
