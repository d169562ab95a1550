namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What the correction of astigmatism found.</summary>
/// <param name="XPercent">The stigmator that stands now, percent; the one from before when it declines.</param>
/// <param name="YPercent">The stigmator that stands now, percent; the one from before when it declines.</param>
/// <param name="Gain">Sharpness over that before, in the bands that told; 1 when it declines.</param>
/// <param name="Curve">All points looked at, in order.</param>
public sealed record StigmatorResult(double XPercent, double YPercent, double Gain, IReadOnlyList<StigmatorPoint> Curve)
{
    /// <summary>Why it declines; null when it found the best setting, which may be the one from before.</summary>
    public FocusDecline? Decline { get; init; }

    /// <summary>The reason with figures, without the final stop; empty when it found the best setting.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Larger standard error of both axes, percent; infinite when it declines.</summary>
    public double StandardErrorPercent { get; init; } = double.PositiveInfinity;
}
