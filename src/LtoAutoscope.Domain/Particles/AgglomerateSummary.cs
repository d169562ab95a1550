namespace LtoAutoscope.Domain.Particles;

/// <summary>
/// Agglomerates: groups of particles whose outlines touch in the projection, counted apart from the particles that they are made of. A group of one is a free particle.
/// Means are over groups that no border cuts, each with the inverse of its chance to lie whole in the frame.
/// </summary>
public sealed record AgglomerateSummary
{
    /// <summary>Free particles, not cut.</summary>
    public required int FreeParticles { get; init; }

    /// <summary>Groups of two or more particles, not cut.</summary>
    public required int Count { get; init; }

    /// <summary>Groups of two or more that a border cuts: neither their number of particles nor their size is known.</summary>
    public required int CutCount { get; init; }

    /// <summary>Share of counted particles that lie in a group of two or more, by number with border weights, 0…1.</summary>
    public required double AgglomeratedShare { get; init; }

    /// <summary>Mean number of particles of a group of two or more.</summary>
    public required double MeanParticles { get; init; }

    /// <summary>Most particles seen in a whole group.</summary>
    public required int LargestParticles { get; init; }

    /// <summary>Mean diameter of the circle of a group's summed area, nm, groups of two or more.</summary>
    public required double MeanDiameterNm { get; init; }

    /// <summary>Weighted median of that diameter, nm.</summary>
    public required double MedianDiameterNm { get; init; }
}
