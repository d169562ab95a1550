namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What a focus search found.</summary>
/// <param name="WorkingDistanceMm">The best working distance, mm, or the one where the search began when it declines; the column is set to it.</param>
/// <param name="Score">Highest sharpness of the last sweep, 1/µm².</param>
/// <param name="Sweep">All points looked at, in order.</param>
public sealed record FocusResult(double WorkingDistanceMm, double Score, IReadOnlyList<FocusPoint> Sweep)
{
    /// <summary>Why it declines; null when it found the peak.</summary>
    public FocusDecline? Decline { get; init; }

    /// <summary>The reason with figures, without the final stop; empty when it found the peak.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Standard error of the working distance, mm; infinite when it declines.</summary>
    public double StandardErrorMm { get; init; } = double.PositiveInfinity;

    /// <summary>Half angle of the beam's cone as the curve tells it, rad; null when it declines.</summary>
    public double? ConvergenceRad { get; init; }
}
