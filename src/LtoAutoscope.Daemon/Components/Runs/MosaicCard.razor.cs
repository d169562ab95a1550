using LtoAutoscope.Daemon.Components.Parts;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>The frames of a run as one picture to move in. The picture itself is made by <c>js/mosaic.js</c> from what the API gives; without scripts there is a plain sheet of previews.</summary>
public sealed partial class MosaicCard
{
    private ElementReference _host;
    private MountedScript? _mosaic;
    private DotNetObjectReference<MosaicCard>? _self;
    private IReadOnlyList<RunSummary> _others = [];
    private (string? Frame, string? Beside) _shown;
    private string _trouble = "";

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private ILab Lab { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public RunDetail Run { get; set; } = default!;

    /// <summary>The clock.</summary>
    [Parameter, EditorRequired]
    public TimeProvider Time { get; set; } = default!;

    /// <summary>Id of the chosen frame, or null.</summary>
    [Parameter]
    public string? Frame { get; set; }

    /// <summary>Id of a run to show beside it, or null.</summary>
    [Parameter]
    public string? Beside { get; set; }

    /// <summary>Page of the plain sheet, from 1.</summary>
    [Parameter]
    public int Sheet { get; set; } = 1;

    /// <summary>A frame was chosen.</summary>
    [Parameter]
    public EventCallback<string?> OnFrame { get; set; }

    /// <summary>A run to show beside it was chosen, or none.</summary>
    [Parameter]
    public EventCallback<string?> OnBeside { get; set; }

    private string Words => Run.Frames.FirstOrDefault(frame => frame.Metadata.FieldWidthUm is not null)?.Metadata.FieldWidthUm is { } width
        ? $"each frame {Figures.Significant(width)} µm wide" : Run.Frames.Count > 0 ? "scale not known" : "";

    /// <summary>Called by the picture when a frame is chosen in it.</summary>
    /// <param name="frame">The frame's id.</param>
    [JSInvokable]
    public Task ShowFrame(string frame)
    {
        _shown.Frame = frame;
        return OnFrame.InvokeAsync(frame);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_mosaic is not null) await _mosaic.DisposeAsync();
        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        var runs = await Lab.FindRunsAsync(new RunQuery { PageSize = 100 }, CancellationToken.None);
        _others = [.. runs.Runs.Where(run => run.RunId != Run.Record.RunId)];
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender) await StartAsync();
            else if (_mosaic is { IsMounted: true }) await TellAsync();
        }
        catch (JSException error)
        {
            _trouble = $"The picture cannot be shown in this browser ({error.Message.Split('\n')[0]}). The frames are listed in the API and on the page without scripts.";
            StateHasChanged();
        }
    }

    private async Task StartAsync()
    {
        _mosaic = new MountedScript(Js, $"./js/mosaic.js?v={Settings.Version}");
        _self = DotNetObjectReference.Create(this);
        _shown = (Frame, Beside);
        await _mosaic.MountAsync("create", _host, _self, new { run = Run.Record.RunId, with = Beside, frame = Frame });
    }

    private async Task TellAsync()
    {
        if (_shown.Frame != Frame)
        {
            _shown.Frame = Frame;
            await _mosaic!.CallAsync("select", Frame);
        }

        if (_shown.Beside != Beside)
        {
            _shown.Beside = Beside;
            await _mosaic!.CallAsync("beside", Beside);
        }
    }
}
