using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Running;

/// <content>Whether a picture counts.</content>
internal sealed partial class TileTaker
{
    private readonly InspectionReference _reference;
    private readonly InspectionLimits _limits;

    /// <param name="frame">The picture.</param>
    /// <param name="earlierDosePerNm2">What the place had got before.</param>
    /// <param name="wasRefocused">Whether focus was just searched because of this tile: a sample that is softer here simply is so, and the frame counts.</param>
    private FrameAssessment Judge(Frame frame, double earlierDosePerNm2, bool wasRefocused)
    {
        FrameAssessment assessment = FrameInspector.Inspect(
            frame.Image, frame.Metadata, _reference, new InspectionPlace(_recipe.Drift.Measure ? _log.History.DriftNmPerS : null, earlierDosePerNm2), _limits);
        if (assessment.Reason == QuarantineReason.Focus && wasRefocused) assessment = assessment with { Reason = null, Sentence = "", Measures = assessment.Measures with { Verdict = null } };
        _reference.Observe(assessment.Measures);
        return assessment;
    }
}
