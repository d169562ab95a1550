namespace LtoAutoscope.Learning.Evaluation;

/// <summary>The error on held-out rows after training on some of the others.</summary>
/// <param name="Rows">Mean number of training rows.</param>
/// <param name="Rmse">Mean of the root mean square errors over repeats, units of the target.</param>
/// <param name="Deviation">Their standard deviation.</param>
public sealed record LearningCurvePoint(double Rows, double Rmse, double Deviation);
