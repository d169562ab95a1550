using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Fem.Viewing;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Cells;

/// <summary>The box in 3D with its controls. It is drawn once; from then on its script owns it, and without a script it shows a picture.</summary>
public sealed partial class CellViewer
{
    private ElementReference _root;
    private MountedScript? _viewer;
    private IReadOnlyList<ViewField> _fields = [];
    private string _still = "";
    private string _title = "";
    private string _state = "{}";
    private int _moment;
    private bool _drawn;

    [Inject]
    private IJSRuntime Scripts { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The model.</summary>
    [Parameter, EditorRequired]
    public CellReading Reading { get; set; } = default!;

    /// <summary>Its stored fields.</summary>
    [Parameter, EditorRequired]
    public ViewIndex View { get; set; } = default!;

    /// <summary>Runs with stored fields, to compare with.</summary>
    [Parameter]
    public IReadOnlyList<RunSummary> Others { get; set; } = [];

    private string ModelName => Reading.Source == CellSource.Run ? "run" : "resolved";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_viewer is not null) await _viewer.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => !_drawn;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _fields = [.. View.Snapshots.SelectMany(moment => moment.Fields).DistinctBy(field => field.Name)];
        var asked = System.Web.HttpUtility.ParseQueryString(new Uri(Navigation.Uri).Query);
        var field = _fields.FirstOrDefault(entry => entry.Name == asked["field"]) ?? _fields[0];
        int half = View.Snapshots.TakeWhile(moment => moment.Lithiation < 0.5).Count();
        _moment = int.TryParse(asked["time"], NumberStyles.None, CultureInfo.InvariantCulture, out int time) ? Math.Min(time, View.Snapshots.Count - 1) : half < View.Snapshots.Count ? half : 0;
        string cut = asked["cut"] is "none" or "x" or "y" or "z" ? asked["cut"]! : "x", range = asked["range"] is "auto" ? "auto" : "fixed";
        double at = double.TryParse(asked["at"], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= 0.02 and <= 1 ? share : 0.62;
        var state = new Dictionary<string, object> { ["field"] = field.Name, ["time"] = _moment, ["cut"] = cut, ["at"] = at, ["range"] = range };
        // Only a run of the list is compared with; anything else in the address is left alone.
        if (asked["beside"] is { Length: > 0 } beside && (beside == $"{Reading.Record.RunId}|{ModelName}" || Others.Any(run => run.RunId == beside)))
        {
            state["beside"] = beside;
            if (int.TryParse(asked["btime"], NumberStyles.None, CultureInfo.InvariantCulture, out int other)) state["btime"] = other;
        }

        _state = JsonSerializer.Serialize(state);
        ViewSnapshot moment = View.Snapshots[_moment];
        _title = string.Create(CultureInfo.InvariantCulture, $"{Reading.Record.Sample.Name}: {field.Caption} after {moment.TimeS / 3600:0.00} h, {moment.VoltageV:0.000} V");
        _still = string.Create(CultureInfo.InvariantCulture,
            $"/api/v1/runs/{Uri.EscapeDataString(Reading.Record.RunId)}/cell/stills/{Uri.EscapeDataString(field.Name)}/{moment.Index}.png?axis={(cut == "none" ? "box" : cut)}&at={at}&range={range}&model={ModelName}&v={Reading.Version}");
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _drawn = true;
        _viewer = new MountedScript(Scripts, $"./js/cell.js?v={Settings.Version}");
        await _viewer.MountAsync("view", _root);
    }
}
