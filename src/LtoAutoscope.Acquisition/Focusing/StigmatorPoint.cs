namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>One point of the correction of astigmatism.</summary>
/// <param name="Axis">The axis that was varied, <c>x</c> or <c>y</c>.</param>
/// <param name="Percent">Its setting, percent.</param>
/// <param name="Score">Sharpness there, as in <see cref="FocusPoint"/>, 1/µm².</param>
/// <param name="Error">Its standard error from noise, 1/µm².</param>
public readonly record struct StigmatorPoint(string Axis, double Percent, double Score, double Error);
