namespace LtoAutoscope.Instruments.Recording;

/// <summary>Where a driver did something else than in a recording.</summary>
/// <param name="Place"><c>file:line</c> of the recording at which it was.</param>
/// <param name="Text">What was different, as a sentence without the final stop.</param>
public sealed record WireDifference(string Place, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";
}
