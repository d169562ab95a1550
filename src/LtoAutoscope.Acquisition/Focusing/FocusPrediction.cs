namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>Where focus is expected.</summary>
/// <param name="WorkingDistanceMm">Working distance, mm.</param>
/// <param name="StandardErrorMm">Standard error of what a search there would find, mm: that of the surface and the scatter about it together.</param>
public readonly record struct FocusPrediction(double WorkingDistanceMm, double StandardErrorMm);
