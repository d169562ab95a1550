namespace LtoAutoscope.Domain.Particles;

/// <summary>A point of a curve over a quantity.</summary>
/// <param name="At">Value of the quantity.</param>
/// <param name="Share">What the curve says there, with its interval.</param>
public sealed record DistributionPoint(double At, Estimate Share);
