namespace LtoAutoscope.Learning.Evaluation;

/// <summary>The regression with and without the physical prediction, on the same folds.</summary>
/// <param name="Prior">Name of the physical prediction.</param>
/// <param name="Plain">Regression alone.</param>
/// <param name="Residual">Regression on what the physical prediction leaves.</param>
/// <param name="Alone">The physical prediction alone.</param>
/// <param name="Difference">RMSE of the plain regression minus RMSE of the one on the residual, with its paired bootstrap interval; above 0 the prior helps.</param>
/// <param name="Better">“plain” or “residual”: the one with the smaller RMSE.</param>
/// <param name="IsClear">Whether the interval of the difference leaves 0 out.</param>
public sealed record PriorComparison(string Prior, RegressionScores Plain, RegressionScores Residual, RegressionScores Alone, ScoreInterval Difference, string Better, bool IsClear);
