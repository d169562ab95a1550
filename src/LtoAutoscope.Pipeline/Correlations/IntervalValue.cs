namespace LtoAutoscope.Pipeline.Correlations;

/// <summary>A value with its 95 % interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end; null where no interval is known.</param>
/// <param name="High">Upper end.</param>
public sealed record IntervalValue(double Value, double? Low = null, double? High = null);
