namespace LtoAutoscope.Learning.Evaluation;

/// <summary>One row and what was predicted for it by a fit that had not seen it.</summary>
/// <param name="Name">Name of the row; empty where it has none.</param>
/// <param name="Target">What was measured.</param>
/// <param name="Predicted">What was predicted.</param>
/// <param name="Fold">The fold in which it was held out.</param>
/// <param name="InDomain">Whether the other folds' rows support the prediction.</param>
public sealed record HeldOutRow(string Name, double Target, double Predicted, int Fold, bool InDomain);
