namespace LtoAutoscope.Learning.Evaluation;

/// <summary>One coefficient of the linear read-out.</summary>
/// <param name="Name">The feature; “1” for the constant.</param>
/// <param name="Value">Its estimate, units of the target over units of the feature.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower end of the 95 % interval (Student's t).</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided probability of so large a value where the true one is 0.</param>
/// <param name="VarianceInflation">1 / (1 − R²) of the feature on the other features; large where features say the same. NaN for the constant.</param>
public sealed record LinearCoefficient(string Name, double Value, double StandardError, double Low, double High, double PValue, double VarianceInflation);
