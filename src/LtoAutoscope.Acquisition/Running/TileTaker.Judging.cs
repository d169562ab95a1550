using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Analysis;

namespace LtoAutoscope.Acquisition.Running;

/// <content>Whether a picture counts.</content>
internal sealed partial class TileTaker
{
    private GreyImage? _previousImage;
    private double? _referenceScore;

    private Verdict? Judge(Frame frame, bool isLast)
    {
        FrameChecks checks = FrameChecks.Of(frame.Image, _previousImage);
        if (checks.IsBlank) return new Verdict(QuarantineReason.Partial, FormattableString.Invariant($"The frame shows nothing: its grey values vary by {100 * checks.RelativeDeviation:0.00} % of the range."));
        if (checks.IsFrozen) return new Verdict(QuarantineReason.Frozen, "The frame equals the one before, pixel by pixel: the scan is frozen.");
        (_previousImage, _referenceScore) = (frame.Image, frame.Metadata.FocusScore);
        return null;
    }

    private sealed record Verdict(QuarantineReason Cause, string Reason);
}
