using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>A component that follows the laboratory and draws itself anew when it changes.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private bool _gone;

    /// <summary>The circuit's view of the laboratory.</summary>
    [Inject]
    protected LabFeed Feed { get; set; } = default!;

    /// <summary>What to draw.</summary>
    protected LabSnapshot Lab => Feed.Snapshot;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => Feed.Time;

    /// <inheritdoc/>
    protected override void OnInitialized() => Feed.Updated += Draw;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _gone = true;
        Feed.Updated -= Draw;
        GC.SuppressFinalize(this);
    }

    private void Draw() => _ = InvokeAsync(() =>
    {
        if (!_gone) StateHasChanged();
    });
}
