namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What a focus search found.</summary>
/// <param name="WorkingDistanceMm">The best working distance, mm; the column is set to it.</param>
/// <param name="Score">Focus score of a frame taken there.</param>
/// <param name="Sweep">All points looked at, in order.</param>
public sealed record FocusResult(double WorkingDistanceMm, double Score, IReadOnlyList<FocusPoint> Sweep);
