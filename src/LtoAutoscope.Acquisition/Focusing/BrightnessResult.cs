namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What the setting of brightness and contrast came to.</summary>
/// <param name="BrightnessPercent">The brightness that stands now, percent.</param>
/// <param name="ContrastPercent">The contrast that stands now, percent.</param>
/// <param name="Steps">All looks, in order.</param>
public sealed record BrightnessResult(double BrightnessPercent, double ContrastPercent, IReadOnlyList<BrightnessStep> Steps)
{
    /// <summary>Whether the greys could not be brought into the range; the setting from before stands.</summary>
    public bool Declined { get; init; }

    /// <summary>What was found, with figures, without the final stop.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the setting differs from the one before.</summary>
    public bool Changed => Steps.Count > 0 && (BrightnessPercent != Steps[0].BrightnessPercent || ContrastPercent != Steps[0].ContrastPercent);
}
