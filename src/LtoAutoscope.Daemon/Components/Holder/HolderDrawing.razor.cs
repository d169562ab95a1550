using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LtoAutoscope.Daemon.Components.Holder;

/// <summary>The holder to scale, with what sits on each stub, what must be kept out of, the planned way, the stage, and where a sample was exposed. Stage x points right, stage y up.</summary>
public sealed partial class HolderDrawing
{
    private const double Middle = 200, PlateRadius = 182;
    private const int MostTints = 2000;

    /// <summary>The holder.</summary>
    [Parameter, EditorRequired]
    public HolderMap Holder { get; set; } = default!;

    /// <summary>The queue.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<JobView> Queue { get; set; } = [];

    /// <summary>What lies on the holder.</summary>
    [Parameter]
    public IReadOnlyList<LoadedSample> Loaded { get; set; } = [];

    /// <summary>Where the stage is.</summary>
    [Parameter]
    public StagePosition? Position { get; set; }

    /// <summary>The stub that fills the drawing; null shows the whole holder.</summary>
    [Parameter]
    public string? Near { get; set; }

    /// <summary>Exposures to tint, of the sample on <see cref="Near"/>.</summary>
    [Parameter]
    public IReadOnlyList<DoseEntry> Doses { get; set; } = [];

    /// <summary>A stub was chosen.</summary>
    [Parameter]
    public EventCallback<string> OnChoose { get; set; }

    private Stub? Zoomed => Near is null ? null : Holder.Find(Near);

    private (double X, double Y, double PixelsPerMm) View
    {
        get
        {
            double left = Holder.Stubs.Min(s => s.XMm - s.RadiusMm), right = Holder.Stubs.Max(s => s.XMm + s.RadiusMm);
            double low = Holder.Stubs.Min(s => s.YMm - s.RadiusMm), high = Holder.Stubs.Max(s => s.YMm + s.RadiusMm);
            var (x, y) = ((left + right) / 2, (low + high) / 2);
            double reach = Holder.Stubs.Max(s => Math.Sqrt((s.XMm - x) * (s.XMm - x) + (s.YMm - y) * (s.YMm - y)) + s.RadiusMm);
            return (x, y, PlateRadius / Math.Max(reach, 1e-6));
        }
    }

    /// <summary>Side of the part that is shown, in units of the drawing.</summary>
    private double Side => Zoomed is { } stub ? Math.Max(stub.RadiusMm * View.PixelsPerMm * 2.5, 20) : 400;

    private double Scale => Side / 400;

    private string ViewBox => Zoomed is { } stub && At(stub.XMm, stub.YMm) is var (x, y) ? $"{Figures.Css(x - Side / 2)} {Figures.Css(y - Side / 2)} {Figures.Css(Side)} {Figures.Css(Side)}" : "0 0 400 400";

    private double MostDose => Doses.Max(entry => entry.DosePerNm2) ?? 0;

    private IReadOnlyList<Tint> Tints => Zoomed is null ? [] :
    [
        .. Doses.TakeLast(MostTints).Select(entry =>
        {
            var (x, y) = At(entry.XMm, entry.YMm);
            // A frame of some micrometres on a stub of millimetres would be no pixel at all: it is drawn at least as a dot.
            double side = Math.Max(Math.Max(entry.WidthUm, entry.HeightUm) / 1000 * View.PixelsPerMm, Side / 130);
            return new Tint(x - side / 2, y - side / 2, side, MostDose > 0 ? 0.25 + 0.75 * (entry.DosePerNm2 ?? 0) / MostDose : 0.5, $"{entry.What}: {Figures.Significant(entry.DosePerNm2)} e⁻/nm² at x {Figures.Fixed(entry.XMm, 3)} mm, y {Figures.Fixed(entry.YMm, 3)} mm");
        }),
    ];

    private IEnumerable<Place> Places => Holder.Stubs.Select(stub =>
    {
        var (x, y) = At(stub.XMm, stub.YMm);
        var job = Queue.Where(j => string.Equals(j.Sample.Stub, stub.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(j => j.State switch { RunState.Running => 0, RunState.Stopped => 1, RunState.Queued => 2, _ => 3 }).FirstOrDefault();
        LoadedSample? loaded = Loaded.FirstOrDefault(there => string.Equals(there.Stub, stub.Name, StringComparison.OrdinalIgnoreCase));
        double radius = Zoomed is null ? Math.Min(Math.Max(stub.RadiusMm * View.PixelsPerMm, 30), 78) : stub.RadiusMm * View.PixelsPerMm;
        string style = job?.State switch
        {
            RunState.Running => "run", RunState.Completed => "done", RunState.Failed => "blk", RunState.Stopped => "halt", RunState.Queued => job.Hold is null ? "ready" : "prop", _ => loaded is null ? "empty" : "ready",
        };
        string? sample = job?.Sample.Name ?? loaded?.Sample;
        bool isDoubtful = job is { State: RunState.Queued or RunState.Stopped, IsConfirmed: false } || job is null && loaded is { IsConfirmed: false };
        string name = stub.Grating is not null ? "grating" : sample is null ? "free" : Short(sample);
        // What is written on the drawing comes first, so that somebody who speaks to the page may say what is to be seen.
        string label = $"{name} stub {stub.Name}: " + (stub.Grating is { } grating ? $"a calibration grating of {Figures.Significant(grating.PitchNm)} nm"
            : sample is null ? "press to add a sample"
            : $"{sample}{(job is null ? ", not queued" : $", {Look.Of(job).Word.ToLowerInvariant()}")}{(isDoubtful ? ", and nobody has confirmed that it lies there, so it cannot run" : "")}");
        return new Place(stub, x, y, radius, style, job is null ? "" : Look.Of(job.State).Symbol, name, label, isDoubtful);
    });

    private string Path => string.Concat(Queue.Where(j => j.State is RunState.Running or RunState.Queued or RunState.Stopped)
        .Select(j => Holder.Find(j.Sample.Stub)).OfType<Stub>().Distinct()
        .Select((stub, i) => At(stub.XMm, stub.YMm) is var (x, y) ? $"{(i == 0 ? 'M' : 'L')}{Figures.Css(x)} {Figures.Css(y)}" : ""));

    private (double X, double Y)? Marker
        => Position is { } at && At(at.XMm, at.YMm) is var (x, y) && x is > 0 and < 400 && y is > 0 and < 400 ? (x, y) : null;

    private string Summary => $"Holder {Holder.Name} with {Holder.Stubs.Count} stubs: {string.Join("; ", Places.Select(p => p.Label))}";

    private (double X, double Y) At(double xMm, double yMm)
    {
        var view = View;
        return (Middle + (xMm - view.X) * view.PixelsPerMm, Middle - (yMm - view.Y) * view.PixelsPerMm);
    }

    private (double X, double Y, double Width, double Height) Box(KeepOut keepOut)
    {
        var (left, top) = At(keepOut.FromXMm, keepOut.ToYMm);
        var (right, bottom) = At(keepOut.ToXMm, keepOut.FromYMm);
        return (left, top, right - left, bottom - top);
    }

    private Task Key(KeyboardEventArgs key, string stub) => key.Key is "Enter" or " " ? OnChoose.InvokeAsync(stub) : Task.CompletedTask;

    /// <summary>The end of a name, where samples of one batch differ.</summary>
    private static string Short(string name) => name.Length <= 8 ? name : name[(name.LastIndexOfAny(['-', '_', '.']) + 1)..] is { Length: > 0 and <= 8 } end ? end : name[..7] + "…";

    private sealed record Place(Stub Stub, double X, double Y, double R, string Style, string Symbol, string Name, string Label, bool IsHatched);

    private sealed record Tint(double X, double Y, double Side, double Share, string Words);
}
