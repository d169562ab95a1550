namespace LtoAutoscope.Domain.Particles;

/// <summary>A figure with its statistical 95 % interval, frames as clusters.</summary>
/// <param name="Value">The figure; NaN where nothing is known.</param>
/// <param name="Low">Lower end; NaN where fewer than two clusters leave it unknown.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Estimate(double Value, double Low, double High);
