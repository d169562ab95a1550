namespace LtoAutoscope.Domain.Particles;

/// <summary>A quantile of a sample beside that of the log-normal distribution with the same mean and deviation of the logarithms.</summary>
/// <param name="Probability">0…1.</param>
/// <param name="Value">Of the sample.</param>
/// <param name="LogNormal">Of the fit; NaN where values are not all positive.</param>
public readonly record struct QuantilePair(double Probability, double Value, double LogNormal);
