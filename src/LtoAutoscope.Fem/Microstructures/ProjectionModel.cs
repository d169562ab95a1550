namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// What is assumed about the third dimension of a particle that was seen as a silhouette of area-equivalent diameter d and aspect ratio AR, that
/// is of length L = d√AR and width W = d/√AR.
/// </summary>
public enum ProjectionModel
{
    /// <summary>Prolate and lying flat: L × W × W. The default.</summary>
    ProlateFlat,

    /// <summary>
    /// Prolate, turned at random against the beam: the width is W in any direction, the length is longer than it looks; the distribution of true
    /// aspect ratios is unfolded from the apparent ones.
    /// </summary>
    ProlateRandom,

    /// <summary>Oblate and lying on its face: a disc of diameter d, as much thinner than wide as the silhouettes are longer than wide, d × d × d/AR.</summary>
    OblateFlat,

    /// <summary>Oblate and standing on its edge: L × L × W, the largest volume that such a silhouette can have.</summary>
    OblateEdge,

    /// <summary>Triaxial and lying flat: L × W × (ratio · W).</summary>
    Triaxial,

    /// <summary>The sphere of diameter d.</summary>
    Sphere,
}
