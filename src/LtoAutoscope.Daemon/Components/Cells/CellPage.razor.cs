using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Cells;

/// <summary>The cell model of a run: its box in three dimensions with fields over time, its voltage curves, its losses, and what it was run with.</summary>
public sealed partial class CellPage
{
    private const int MostToCompare = 100;
    private string _shown = "";
    private string _seen = "";
    private bool _loaded;
    private bool _gone;

    [Inject]
    private CellArchive Archive { get; set; } = default!;

    [Inject]
    private ResolvedCellRuns Runs { get; set; } = default!;

    [Inject]
    private CellCommands Commands { get; set; } = default!;

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    /// <summary>The run's identity.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "model")]
    private string? Model { get; set; }

    private CellSource Source => string.Equals(Model, "resolved", StringComparison.OrdinalIgnoreCase) ? CellSource.Resolved : CellSource.Run;

    private CellSource Other => Source == CellSource.Run ? CellSource.Resolved : CellSource.Run;

    private CellReading? Reading { get; set; }

    private IReadOnlyList<RunSummary> Others { get; set; } = [];

    private string Problem { get; set; } = "";

    /// <summary>What is wrong with the model's files; empty when nothing is.</summary>
    private string Damage { get; set; } = "";

    private TimeProvider Time => Feed.Time;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone = true;
        Feed.Updated -= Follow;
        Runs.Changed -= OnRuns;
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Feed.Updated += Follow;
        Runs.Changed += OnRuns;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        string wanted = $"{Id}|{Source}";
        if (_shown == wanted) return;
        _shown = wanted;
        await LoadAsync();
    }

    private static Look Verdict(CellReading reading) => reading.State switch
    {
        CellState.Done => new("Done", "ok", "v-ok"),
        CellState.Failed => new("Failed", "fault", "s-fault"),
        CellState.Waiting => new("Waits", "pend", "clock"),
        _ => new("Not run", "skip", "v-skip"),
    };

    private string Address(CellSource source) => $"/runs/{Uri.EscapeDataString(Id)}/cell{(source == CellSource.Resolved ? "?model=resolved" : "")}";

    private async Task StartAsync(ResolvedRequest request) => Problem = await Telling.OfAsync(() => Commands.StartAsync(Id, request, CancellationToken.None));

    private async Task CancelAsync() => Problem = await Telling.OfAsync(() => Commands.CancelAsync(Id, CancellationToken.None));

    /// <summary>The state of this run's job: the page is read anew when it changes, and while its model runs.</summary>
    private string Stamp() => $"{Feed.Snapshot.Queue.FirstOrDefault(job => job.RunId == Id)?.State}{(Feed.Snapshot.Running is { } running && running.RunId == Id ? running.Step.ToString() : "")}";

    private void Follow()
    {
        if (Stamp() != _seen) _ = InvokeAsync(ReloadAsync);
    }

    private void OnRuns() => _ = InvokeAsync(async () =>
    {
        if (_gone || Runs.Current is not { } now) return;
        if (now.RunId == Id && !now.IsRunning) await ReloadAsync();
        else StateHasChanged();
    });

    private async Task ReloadAsync()
    {
        if (_gone) return;
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _seen = Stamp();
        Damage = await Telling.OfReadingAsync(async () =>
        {
            Reading = await Archive.ReadAsync(Id, Source, CancellationToken.None);
            Others = [.. (await Lab.ListRunsAsync(CancellationToken.None)).Where(run => Archive.HasFields(run.RunId, CellSource.Run)).Take(MostToCompare)];
        });
        _loaded = true;
    }
}
