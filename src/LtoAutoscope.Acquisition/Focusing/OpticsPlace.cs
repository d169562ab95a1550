namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>Where the optics are to be in order: a place at which the stage stands.</summary>
/// <param name="FrameId">The frame that will be taken there.</param>
/// <param name="XMm">Middle of the field relative to the middle of the stub, mm.</param>
/// <param name="YMm">Middle of the field relative to the middle of the stub, mm.</param>
/// <param name="IsFirstOfArea">Whether the stage came from another area.</param>
public sealed record OpticsPlace(string FrameId, double XMm, double YMm, bool IsFirstOfArea)
{
    /// <summary>Electrons per nm² that this place may still get; null without limit. A search that would need more declines.</summary>
    public double? DoseLeftPerNm2 { get; init; }
}
