using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Inspection;

/// <summary>
/// What the last good frames of a run were like, and what the last picture was: the state against which the next frame is inspected. It is made of what
/// stands in the journal and nothing else, so a resumed run judges as an undisturbed one.
/// </summary>
/// <remarks>
/// An exposure's <see cref="FrameMeasures"/> stand once in the journal, under <c>measures</c> of its <c>frame_saved</c> or, when no file was kept, of its
/// <c>frame_rejected</c>. Not thread-safe.
/// </remarks>
public sealed class InspectionReference
{
    /// <summary>How many good frames count: the last ones.</summary>
    public const int Length = 8;

    /// <summary>Key of the measures in a journal line.</summary>
    public const string Key = "measures";

    private const int FewestForTails = 3;
    private readonly Queue<FrameMeasures> _good = new();

    /// <summary>A reference that knows nothing yet.</summary>
    public InspectionReference()
    {
    }

    /// <param name="events">The journal so far.</param>
    public InspectionReference(IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (RunEvent line in events) Apply(line);
    }

    /// <summary>How many good frames it knows, 0…<see cref="Length"/>.</summary>
    public int Count => _good.Count;

    /// <summary>Hash of the last picture, good or not; null before the first.</summary>
    public string? LastImageHash { get; private set; }

    /// <summary>The frame that showed this picture first; null before the first.</summary>
    public string? LastImageOf { get; private set; }

    /// <summary>Median sharpness, or null.</summary>
    public double? Sharpness => Median(measures => measures.Sharpness);

    /// <summary>Median mean grey, or null.</summary>
    public double? MeanGrey => Median(measures => measures.MeanGrey);

    /// <summary>Median anisotropy along the axes, or null.</summary>
    public double? AnisotropyStraight => Median(measures => measures.AnisotropyStraight);

    /// <summary>Median anisotropy along the diagonals, or null.</summary>
    public double? AnisotropyDiagonal => Median(measures => measures.AnisotropyDiagonal);

    /// <summary>Median tail of charging; null before three good frames.</summary>
    public double? Tail => Count < FewestForTails ? null : Median(measures => measures.Tail);

    /// <summary>Median of the bright parts' tail; null before three good frames.</summary>
    public double? TailBright => Count < FewestForTails ? null : Median(measures => measures.TailBright);

    /// <summary>Median probe current, pA, or null.</summary>
    public double? ProbeCurrentPa => Median(measures => measures.ProbeCurrentPa ?? double.NaN);

    /// <summary>Takes in what was measured on a frame; the same picture a second time says nothing new.</summary>
    public void Observe(FrameMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        if (measures.ImageHash == LastImageHash) return;
        (LastImageHash, LastImageOf) = (measures.ImageHash, measures.FrameId);
        if (measures.Verdict is not null) return;
        _good.Enqueue(measures);
        if (_good.Count > Length) _good.Dequeue();
    }

    /// <summary>Takes in a line of the journal. Lines without measures, such as those of older runs, say nothing.</summary>
    public void Apply(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        switch (line.Kind)
        {
            case RunEventKind.FrameSaved or RunEventKind.FrameRejected when line.Data[Key] is { } node:
                Observe(node.Deserialize<FrameMeasures>(DomainJson.Line)!);
                break;
            case RunEventKind.BrightnessSet:
                // Another gain: grey and noise can no longer be compared, and the rest is as soon measured again.
                _good.Clear();
                break;
        }
    }

    private double? Median(Func<FrameMeasures, double> of)
    {
        double[] values = [.. _good.Select(of).Where(double.IsFinite).Order()];
        return values.Length == 0 ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
