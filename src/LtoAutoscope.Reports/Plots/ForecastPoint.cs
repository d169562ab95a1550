namespace LtoAutoscope.Reports.Plots;

/// <summary>A prediction and what came of it.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Predicted">Predicted value.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Measured">Measured value.</param>
/// <param name="Error">Its standard error; NaN where unknown.</param>
public sealed record ForecastPoint(string Label, double Predicted, double Deviation, double Measured, double Error);
