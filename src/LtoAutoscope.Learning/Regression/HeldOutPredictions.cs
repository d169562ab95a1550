namespace LtoAutoscope.Learning.Regression;

/// <summary>One prediction a row by fits that had not seen it.</summary>
/// <param name="Predicted">The predictions, prior included.</param>
/// <param name="Folds">The fold in which each row was held out.</param>
/// <param name="Words">How it was done.</param>
public sealed record HeldOutPredictions(double[] Predicted, int[] Folds, string Words);
