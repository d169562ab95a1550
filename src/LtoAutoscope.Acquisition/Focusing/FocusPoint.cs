namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>One point of a focus curve.</summary>
/// <param name="WorkingDistanceMm">Where, mm.</param>
/// <param name="Score">Sharpness there: mean square gradient without the noise over the square of the mean grey, 1/µm². Larger pixels see less of it, so compare points of one sweep.</param>
/// <param name="Error">Its standard error from noise, 1/µm².</param>
public readonly record struct FocusPoint(double WorkingDistanceMm, double Score, double Error = 0);
