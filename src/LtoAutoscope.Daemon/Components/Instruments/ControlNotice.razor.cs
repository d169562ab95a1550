using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Control;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>
/// On every page: keeps the holder's control alive while the browser is there and used, and shows a request for it. The browser itself says that it is there, because a circuit outlives its browser.
/// </summary>
public sealed partial class ControlNotice : LiveComponent, IAsyncDisposable
{
    private DotNetObjectReference<ControlNotice>? _self;
    private IJSObjectReference? _module;
    private string _me = "";
    private string _problem = "";

    [Inject]
    internal ControlCommands Commands { get; set; } = default!;

    [Inject]
    private IJSRuntime Js { get; set; } = default!;

    [Inject]
    private WebSettings Settings { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    private bool Mine => _me.Length > 0 && Lab.Control.IsHeldBy(_me);

    /// <summary>Called by the browser twice a minute while it is open and used.</summary>
    [JSInvokable]
    public async Task StillThereAsync()
    {
        if (!Mine && Lab.Control.WaitsForQueue != _me) return;
        try
        {
            await Commands.RenewAsync();
        }
        catch (InputException)
        {
            // Control went over in this moment; the strip says to whom.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("end");
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its timer with it.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Person is not null) _me = (await Person).User.Identity?.Name ?? "";
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", $"./js/control.js?v={Settings.Version}");
        await _module.InvokeVoidAsync("keep", _self);
    }

    private async Task Answer(bool grants) => _problem = await Telling.OfAsync(() => Commands.AnswerAsync(grants));

    private string Left(ControlRequest request) => Figures.Duration(request.AnswerBy > Time.GetUtcNow() ? request.AnswerBy - Time.GetUtcNow() : TimeSpan.Zero);
}
