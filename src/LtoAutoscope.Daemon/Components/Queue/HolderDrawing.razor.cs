using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Queue;

/// <summary>The holder to scale, with what sits on each stub, the planned way and the stage. Stage x points right, stage y up.</summary>
public sealed partial class HolderDrawing
{
    private const double Middle = 200, PlateRadius = 182;

    /// <summary>The holder.</summary>
    [Parameter, EditorRequired]
    public HolderMap Holder { get; set; } = default!;

    /// <summary>The queue.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<JobView> Queue { get; set; } = [];

    /// <summary>Where the stage is.</summary>
    [Parameter]
    public StagePosition? Position { get; set; }

    /// <summary>A stub was chosen.</summary>
    [Parameter]
    public EventCallback<string> OnChoose { get; set; }

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

    private IEnumerable<Place> Places => Holder.Stubs.Select(stub =>
    {
        var (x, y) = At(stub.XMm, stub.YMm);
        var job = Queue.Where(j => string.Equals(j.Sample.Stub, stub.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(j => j.State switch { RunState.Running => 0, RunState.Stopped => 1, RunState.Queued => 2, _ => 3 }).FirstOrDefault();
        double radius = Math.Min(Math.Max(stub.RadiusMm * View.PixelsPerMm, 30), 78);
        string style = job?.State switch
        {
            RunState.Running => "run", RunState.Completed => "done", RunState.Failed => "blk", RunState.Stopped => "halt", RunState.Queued => "ready", _ => "empty",
        };
        return new Place(stub, x, y, radius, style, job is null ? "" : Look.Of(job.State).Symbol, job is null ? "free" : Short(job.Sample.Name),
            job is null ? $"Stub {stub.Name}, free: press to add a sample" : $"Stub {stub.Name}: {job.Sample.Name}, {Look.Of(job.State).Word.ToLowerInvariant()}");
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

    /// <summary>The end of a name, where samples of one batch differ.</summary>
    private static string Short(string name) => name.Length <= 8 ? name : name[(name.LastIndexOfAny(['-', '_', '.']) + 1)..] is { Length: > 0 and <= 8 } end ? end : name[..7] + "…";

    private sealed record Place(Stub Stub, double X, double Y, double R, string Style, string Symbol, string Name, string Label);
}
