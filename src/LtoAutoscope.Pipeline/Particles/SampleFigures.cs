using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>A distribution in a few figures.</summary>
/// <param name="Count">Particles.</param>
/// <param name="Mean">Weighted mean.</param>
/// <param name="D10">10th percentile.</param>
/// <param name="D50">Median.</param>
/// <param name="D90">90th percentile.</param>
public sealed record SampleFigures(int Count, Estimate Mean, Estimate D10, Estimate D50, Estimate D90);
