namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>What was done to the optics at a place. All of it is in the journal already.</summary>
/// <param name="Focus">What was done about focus.</param>
/// <param name="FocusTrigger">Why.</param>
/// <param name="WorkingDistanceMm">The working distance that stands now, mm.</param>
/// <param name="Declined">Searches that declined, each as a sentence with figures; empty when all is well.</param>
public sealed record OpticsReport(FocusAction Focus, FocusTrigger FocusTrigger, double WorkingDistanceMm, IReadOnlyList<string> Declined)
{
    /// <summary>Whether the focus search found no peak; the working distance from before stands.</summary>
    public bool FocusDeclined { get; init; }

    /// <summary>Whether the stigmator was set anew.</summary>
    public bool Stigmated { get; init; }

    /// <summary>Whether brightness or contrast were set anew.</summary>
    public bool BrightnessSet { get; init; }
}
