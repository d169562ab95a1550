using LtoAutoscope.Learning.Evaluation;

namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>A regression that was fitted and registered.</summary>
/// <param name="Reference"><c>NAME@VERSION</c>.</param>
/// <param name="Card">Its card.</param>
/// <param name="Evaluation">All that is said of it.</param>
/// <param name="Comparison">Id of the comparison with the model in use; null where it could not be made, or none of the same target is in use.</param>
/// <param name="Difference">What changes on the samples that there are, were it taken into use; null where there is no comparison.</param>
/// <param name="Problem">Why it could not be compared; empty where nothing is wrong.</param>
public sealed record FittedRegression(string Reference, RegressionCard Card, RegressionEvaluation Evaluation, string? Comparison, RegressionDifference? Difference, string Problem);
