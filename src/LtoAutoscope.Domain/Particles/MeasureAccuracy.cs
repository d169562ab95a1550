namespace LtoAutoscope.Domain.Particles;

/// <summary>Errors of one measure against the truth. Relative for diameter and aspect ratio, a difference for the fractal dimension.</summary>
/// <param name="MeanBias">Average error of a sample's mean, over powders.</param>
/// <param name="MeanSd">Standard deviation of that error from powder to powder.</param>
/// <param name="MedianBias">Average error of a sample's median.</param>
/// <param name="MedianSd">Its standard deviation from powder to powder.</param>
/// <param name="ParticleSd">Standard deviation of one matched particle's error within its powder.</param>
/// <param name="Powders">Powders behind these figures.</param>
public sealed record MeasureAccuracy(double MeanBias, double MeanSd, double MedianBias, double MedianSd, double ParticleSd, int Powders);
