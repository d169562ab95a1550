namespace LtoAutoscope.Learning;

/// <summary>What a regression says of one morphology, in units of its target.</summary>
/// <param name="Value">The prediction; NaN where a feature or the prior is unknown.</param>
/// <param name="IsInside">Whether the training data support it.</param>
/// <param name="Interval">[low, high], 95 %, conformal; null outside the training data, and where the model has none.</param>
/// <param name="DomainDistance">Mean distance to the nearest training rows over the largest that counts as supported; null where the model does not tell.</param>
/// <param name="Prior">What the cell model said where the regression starts from that; else null.</param>
public sealed record RegressionReading(double Value, bool IsInside, double[]? Interval, double? DomainDistance, double? Prior);
