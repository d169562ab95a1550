namespace LtoAutoscope.Domain.Particles;

/// <summary>One bar of a histogram.</summary>
/// <param name="From">Lower edge, in the quantity's unit.</param>
/// <param name="To">Upper edge.</param>
/// <param name="Count">Particles in it.</param>
/// <param name="Share">Share of the weight in it, 0…1, with its interval.</param>
public sealed record DistributionBin(double From, double To, int Count, Estimate Share);
