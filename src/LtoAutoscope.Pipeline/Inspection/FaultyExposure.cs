using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>One frame that something is wrong with: where, and against which reference.</summary>
internal sealed record FaultyExposure(string FrameId, (double XMm, double YMm) Place, (double XMm, double YMm) Before, double FieldWidthUm, double DefocusUm, InspectionReference Reference, CancellationToken CancellationToken)
{
    private const double StigmatorOffPercent = 30;

    internal Frame Expose(BenchTwin twin) => twin.Expose(FrameId, Place, DefocusUm, CancellationToken);

    /// <summary>An ordinary frame of the place before, which the reference is told.</summary>
    internal void Ordinary(BenchTwin twin)
    {
        Frame frame = twin.Expose(FrameId + "-before", Before, 0, CancellationToken);
        Reference.Observe(FrameInspector.Inspect(frame.Image, frame.Metadata, Reference).Measures);
    }

    /// <summary>The stigmator far from its best setting, and the lens beside the best focus.</summary>
    internal Frame Stigmated(BenchTwin twin, double besideUm)
    {
        (double x, double y) = twin.Microscope.Column.Stigmator;
        twin.Microscope.Column.Stigmator = (x + StigmatorOffPercent, y);
        return twin.Expose(FrameId, Place, DefocusUm + besideUm, CancellationToken);
    }

    /// <summary>Scans a field beside the place until it has got a dose.</summary>
    internal void Contaminate(BenchTwin twin, double besideFields, double dosePerNm2)
    {
        (double XMm, double YMm) beside = (Place.XMm + besideFields * FieldWidthUm / 1000, Place.YMm);
        while (twin.Microscope.Dose.DosePerNm2(beside.XMm, beside.YMm) < dosePerNm2) twin.Burn(beside);
    }
}
