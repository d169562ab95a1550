using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>The frames of a run, area by area, each area to its own scale by stage position; or one frame large.</summary>
public sealed partial class FrameSheet
{
    private IReadOnlyList<SheetArea> _areas = [];
    private RunDetail? _laid;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public RunDetail Run { get; set; } = default!;

    /// <summary>Id of the frame to show large, or null.</summary>
    [Parameter]
    public string? Selected { get; set; }

    private FrameView? Shown => Selected is null ? null : Run.Frames.FirstOrDefault(f => f.Metadata.FrameId == Selected && FrameAddress.HasPicture(f));

    private int Columns => _areas.Count switch { 1 => 1, <= 4 => 2, <= 9 => 3, _ => 4 };

    private string SheetScale => Run.Frames.FirstOrDefault()?.Metadata.FieldWidthUm is { } width ? $"each frame {Figures.Significant(width)} µm wide" : "scale not known";

    private IEnumerable<(Look Look, int Count)> Counts
        => Run.Frames.GroupBy(f => f.Verdict).OrderBy(g => g.Key == FrameVerdict.Pending ? 9 : (int)g.Key).Select(g => (Look.Of(g.Key), g.Count()));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_laid, Run)) return;
        _laid = Run;
        _areas = SheetArea.Lay(Run.Frames.Where(FrameAddress.HasPicture));
    }
}
