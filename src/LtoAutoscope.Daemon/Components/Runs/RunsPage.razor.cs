using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>All runs of the data folder, newest first.</summary>
public sealed partial class RunsPage
{
    private IReadOnlyList<RunSummary>? _runs;
    private string _seen = "";

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    private TimeProvider Time => Feed.Time;

    /// <inheritdoc/>
    public void Dispose() => Feed.Updated -= Follow;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _seen = Stamp();
        Feed.Updated += Follow;
        _runs = await Lab.ListRunsAsync(CancellationToken.None);
    }

    /// <summary>The list changes when a job begins, ends or counts a frame more.</summary>
    private string Stamp() => string.Join(' ', Feed.Snapshot.Queue.Select(j => $"{j.JobId}{j.State}{j.Particles}"));

    private void Follow()
    {
        if (Stamp() == _seen) return;
        _seen = Stamp();
        _ = InvokeAsync(async () =>
        {
            _runs = await Lab.ListRunsAsync(CancellationToken.None);
            StateHasChanged();
        });
    }
}
