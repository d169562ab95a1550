using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>The morphology of one area of a sample.</summary>
/// <param name="Name">What the area is called, such as <c>a02</c>.</param>
/// <param name="XMm">Where its middle lies on the stage, mm; NaN where unknown.</param>
/// <param name="YMm">The other coordinate, mm.</param>
/// <param name="Morphology">What was measured there.</param>
public sealed record AreaMorphology(string Name, double XMm, double YMm, Morphology Morphology);
