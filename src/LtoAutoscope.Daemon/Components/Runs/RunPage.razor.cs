using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>One run: what was seen, what the cell model makes of it, and what it predicts. While it goes on, the page follows it frame by frame.</summary>
public sealed partial class RunPage
{
    private string? _shownId;
    private string _seen = "";
    private bool _loaded;
    private bool _loading;

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The run's identity.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = Keys.Frame)]
    private string? Frame { get; set; }

    [SupplyParameterFromQuery(Name = Keys.By)]
    private string? By { get; set; }

    [SupplyParameterFromQuery(Name = Keys.With)]
    private string? With { get; set; }

    [SupplyParameterFromQuery(Name = Keys.Sheet)]
    private int? Sheet { get; set; }

    private RunDetail? Run { get; set; }

    private TimeProvider Time => Feed.Time;

    /// <inheritdoc/>
    public void Dispose() => Feed.Updated -= Follow;

    /// <inheritdoc/>
    protected override void OnInitialized() => Feed.Updated += Follow;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shownId == Id) return;
        _shownId = Id;
        await LoadAsync();
    }

    private string File(string path) => $"/api/v1/runs/{Uri.EscapeDataString(Id)}/files/{path}";

    private string View(string name) => $"/api/v1/runs/{Uri.EscapeDataString(Id)}/{name}";

    private string AddressOf(string? frame) => Navigation.GetUriWithQueryParameter(Keys.Frame, frame);

    private void Go(string key, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);

    /// <summary>What must change for the run to be read anew: a frame's verdict, a step, or its end.</summary>
    private string Stamp()
    {
        var running = Feed.Snapshot.Running;
        string job = string.Join(' ', Feed.Snapshot.Queue.Where(j => j.RunId == Id).Select(j => j.State));
        if (Run?.Sizes is { FramesMissing: > 0 } && running?.RunId != Id) job += FormattableString.Invariant($" {Time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond}");
        return running?.RunId == Id ? $"{job} {running.Step} {running.Particles} {running.Frames.Count(f => f.Sha256.Length > 0)}" : job;
    }

    private void Follow()
    {
        if (_loading || Stamp() == _seen) return;
        _loading = true;
        _ = InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
    }

    private async Task LoadAsync()
    {
        _loading = true;
        _seen = Stamp();
        Run = await Lab.ReadRunSummaryAsync(Id, CancellationToken.None);
        _loaded = true;
        _loading = false;
    }

    private static class Keys
    {
        public const string Frame = "frame", By = "by", With = "with", Sheet = "sheet";
    }
}
