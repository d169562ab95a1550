namespace LtoAutoscope.Learning.Evaluation;

/// <summary>A score on held-out rows.</summary>
/// <param name="Value">The score.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval (percentiles, groups drawn whole).</param>
/// <param name="High">Upper end.</param>
public sealed record ScoreInterval(double Value, double Low, double High);
