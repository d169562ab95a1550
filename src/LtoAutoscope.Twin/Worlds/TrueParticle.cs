using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>What is true of one particle that a frame shows.</summary>
/// <param name="Label">Its number in the frame's instance mask.</param>
/// <param name="XMm">Centroid of the whole outline, stage x, mm.</param>
/// <param name="YMm">Centroid, stage y, mm.</param>
/// <param name="DiameterNm">Area-equivalent diameter of the whole outline, nm.</param>
/// <param name="AspectRatio">Ratio of the axes of the ellipse with its second moments.</param>
/// <param name="FractalDimension">With which the outline was roughened.</param>
/// <param name="VisiblePixels">Pixels of the mask.</param>
/// <param name="WholePixels">Pixels that the whole outline would cover if nothing hid it and the frame were larger.</param>
/// <param name="TouchesBorder">Whether the mask meets the frame's edge.</param>
public sealed record TrueParticle(
    int Label, double XMm, double YMm, double DiameterNm, double AspectRatio, double FractalDimension, int VisiblePixels, double WholePixels, bool TouchesBorder)
{
    /// <summary>The whole outline about its centroid, in pixels of the frame, dense; what a measurement without pixels, blur and neighbours would follow.</summary>
    public IReadOnlyList<ImagePoint> Outline { get; init; } = [];
}
