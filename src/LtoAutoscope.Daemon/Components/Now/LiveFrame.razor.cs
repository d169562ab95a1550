using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Now;

/// <summary>The last full frame with its outlines, scale bar and verdict, and the film strip beneath.</summary>
public sealed partial class LiveFrame
{
    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public RunningView Run { get; set; } = default!;

    /// <summary>The instrument.</summary>
    [Parameter]
    public InstrumentView Instrument { get; set; } = new();

    /// <summary>The laboratory's state.</summary>
    [Parameter]
    public LabState State { get; set; }

    /// <summary>Id of a frame that is held in view, or null.</summary>
    [Parameter]
    public string? Pinned { get; set; }

    /// <summary>Whether outlines are drawn.</summary>
    [Parameter]
    public bool ShowOutlines { get; set; } = true;

    /// <summary>Asked for with or without outlines.</summary>
    [Parameter]
    public EventCallback<bool> OverlayChanged { get; set; }

    private FrameView? Shown => (Pinned is null ? null : Run.Frames.FirstOrDefault(f => f.Metadata.FrameId == Pinned && FrameAddress.HasPicture(f)))
        // With outlines the newest frame that has some; without, the newest of all.
        ?? Run.Frames.LastOrDefault(f => FrameAddress.HasPicture(f) && ShowOutlines && f.Verdict != FrameVerdict.Pending)
        ?? Run.Frames.LastOrDefault(FrameAddress.HasPicture);

    private string Activity => Run.Activity.Length > 0 ? Run.Activity : "Waiting for the first step";

    private string StepWord => Run.Step switch
    {
        RunStep.Preparing => "Preparing",
        RunStep.Acquiring => "Acquiring",
        RunStep.Measuring => "Measuring",
        RunStep.CellModel => "Cell model",
        RunStep.Predicting => "Predicting",
        RunStep.Reporting => "Reporting",
        _ => "Done",
    };

    private static Look Verdict(FrameView frame)
        => frame.Verdict == FrameVerdict.Pending ? Look.Of(frame.Verdict) with { Word = "Being analysed" } : Look.Of(frame.Verdict);

    private static string ShortId(FrameView frame) => $"Frame {frame.Metadata.FrameId}";

    private static string Aspect(FrameView frame) => $"aspect-ratio:{frame.Metadata.WidthPx}/{frame.Metadata.HeightPx}";

    private static string Describe(FrameView frame)
        => $"Frame {frame.Metadata.FrameId} of {frame.Metadata.SampleName}, {Verdict(frame).Word.ToLowerInvariant()}: {frame.Reason}";

    private static string Place(FrameView frame)
    {
        var data = frame.Metadata;
        List<string> parts = [];
        if (data.Position is { } at) parts.Add($"X {Figures.Fixed(at.XMm, 4)} mm · Y {Figures.Fixed(at.YMm, 4)} mm");
        if (data.WorkingDistanceMm is { } distance) parts.Add($"WD {Figures.Fixed(distance, 3)} mm");
        if (data.FieldWidthUm is { } field) parts.Add($"{Figures.Significant(field)} µm field · {Figures.Significant(data.PixelSizeNm)} nm/px");
        return parts.Count > 0 ? string.Join(" · ", parts) : "stage position not read";
    }
}
