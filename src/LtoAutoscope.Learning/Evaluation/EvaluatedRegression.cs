using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>A regression with what is said of it.</summary>
/// <param name="Model">The fit on all rows.</param>
/// <param name="Evaluation">How good it is on rows that fits had not seen.</param>
/// <param name="Set">The rows, with the prior where it was kept.</param>
public sealed record EvaluatedRegression(SvrModel Model, RegressionEvaluation Evaluation, TrainingSet Set);
