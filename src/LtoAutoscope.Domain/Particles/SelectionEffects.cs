namespace LtoAutoscope.Domain.Particles;

/// <summary>The effect of the border weights and of overlapped particles on the reported means.</summary>
public sealed record SelectionEffects(SelectionEffect DiameterNm, SelectionEffect AspectRatio, SelectionEffect FractalDimension);
