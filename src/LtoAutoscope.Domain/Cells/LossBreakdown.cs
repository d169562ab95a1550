using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>The charge that did not come back, mAh per gram of active material; the parts add up to lithiation minus delithiation.</summary>
public sealed record LossBreakdown
{
    /// <summary>Electrolyte reduction (film).</summary>
    [JsonPropertyName("side_reaction_mAh_g")]
    public required double SideReactionMAhG { get; init; }

    /// <summary>Lithium left in the particles when the upper cut-off was reached.</summary>
    [JsonPropertyName("trapped_lithium_mAh_g")]
    public required double TrappedLithiumMAhG { get; init; }
}
