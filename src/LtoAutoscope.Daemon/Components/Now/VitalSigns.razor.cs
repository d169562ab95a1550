using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Now;

/// <summary>Small multiples of what the daemon watches, on one time axis, with the limits it acts on.</summary>
public sealed partial class VitalSigns
{
    [Inject]
    private WebSettings Settings { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>Readings, oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<VitalSample> Samples { get; set; } = [];

    /// <summary>How far back.</summary>
    [Parameter, EditorRequired]
    public VitalWindow Window { get; set; } = VitalWindow.All[0];

    /// <summary>Another span was chosen.</summary>
    [Parameter]
    public EventCallback<string> WindowChanged { get; set; }

    /// <summary>The focus score under which a frame is taken again, or null.</summary>
    [Parameter]
    public double? FocusFloor { get; set; }

    private IReadOnlyList<VitalSign> Signs { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var until = Time.GetUtcNow();
        var limits = Settings.Limits;
        VitalSign Sign(string title, string unit, Func<VitalSample, double?> value, Func<double?, string> text, double? limit, string limitWords)
            => VitalSign.Of(title, unit, Samples, value, text, limit, limitWords, until - Window.Length, until);
        Signs =
        [
            Sign("Chamber pressure", "Pa", s => s.PressurePa, v => Figures.Scientific(v), limits.MaximumPressurePa, $"limit {Figures.Scientific(limits.MaximumPressurePa)} Pa"),
            Sign("Probe current", "pA", s => s.ProbeCurrentPa, v => Figures.Significant(v), null, ""),
            Sign("Focus score", "", s => s.FocusScore, v => Figures.Significant(v), FocusFloor, $"again below {Figures.Significant(FocusFloor, 2)}"),
            Sign("Working distance", "mm", s => s.WorkingDistanceMm, v => Figures.Fixed(v, 3), null, ""),
            Sign("Disk free", "GiB", s => s.DiskFreeGib, v => Figures.Significant(v), limits.MinimumDiskFreeGib, $"limit {Figures.Significant(limits.MinimumDiskFreeGib)} GiB"),
            Sign("Memory", "MiB", s => s.MemoryMib, v => Figures.Fixed(v, 0), limits.MaximumMemoryMib, $"limit {Figures.Fixed(limits.MaximumMemoryMib, 0)} MiB"),
            Sign("Queue depth", "samples", s => s.QueueDepth, v => Figures.Fixed(v, 0), null, ""),
        ];
    }
}
