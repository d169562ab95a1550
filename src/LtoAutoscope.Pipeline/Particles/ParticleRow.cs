using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>One particle of a page of the list.</summary>
public sealed record ParticleRow
{
    /// <summary>Its id.</summary>
    public required string ParticleId { get; init; }

    /// <summary>The frame that shows it.</summary>
    public required string Frame { get; init; }

    /// <summary>Centroid in the frame, pixels.</summary>
    public required double XPx { get; init; }

    /// <summary>Centroid in the frame, pixels.</summary>
    public required double YPx { get; init; }

    /// <summary>Measures by key; null where unknown.</summary>
    public required IReadOnlyDictionary<string, double?> Values { get; init; }

    /// <summary><c>edge</c>, <c>overlap</c>, <c>doubtful</c>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Whether it enters the statistics.</summary>
    public required bool Counts { get; init; }

    /// <summary>Statistical weight.</summary>
    public required double Weight { get; init; }

    /// <summary>What was decided about it, or null.</summary>
    public ParticleDecision? Decision { get; init; }
}
