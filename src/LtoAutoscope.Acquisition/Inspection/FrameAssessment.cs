using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>Whether a frame may count.</summary>
/// <param name="Reason">The main reason against it; null when it is accepted.</param>
/// <param name="Sentence">Why, with value and limit, as a sentence without the final stop; empty when it is accepted.</param>
/// <param name="Measures">All that was measured, the verdict included.</param>
public sealed record FrameAssessment(QuarantineReason? Reason, string Sentence, FrameMeasures Measures)
{
    /// <summary>Whether it is accepted.</summary>
    public bool IsAccepted => Reason is null;
}
