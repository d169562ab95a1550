using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>The particles of a frame with their outlines, for drawing over its picture.</summary>
/// <param name="WidthPx">Frame width, pixels.</param>
/// <param name="HeightPx">Frame height, pixels.</param>
/// <param name="Particles">With outlines in pixels.</param>
public sealed record FrameOutlines(int WidthPx, int HeightPx, IReadOnlyList<Particle> Particles);
