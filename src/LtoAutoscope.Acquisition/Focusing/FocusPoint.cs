namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>One point of a focus sweep.</summary>
/// <param name="WorkingDistanceMm">Where, mm.</param>
/// <param name="Score">The focus score there.</param>
public readonly record struct FocusPoint(double WorkingDistanceMm, double Score);
