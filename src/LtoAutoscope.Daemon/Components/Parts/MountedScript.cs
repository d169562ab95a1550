using Microsoft.JSInterop;

namespace LtoAutoscope.Daemon.Components.Parts;

/// <summary>
/// What a script module of <c>wwwroot/js</c> has put on the page for a component: made once the component is drawn, disposed with it. When the page is left while the script still loads, what comes of it is
/// disposed as soon as it is there.
/// </summary>
/// <param name="js">The browser.</param>
/// <param name="address">The module's address, such as <c>./js/cell.js?v=1</c>.</param>
internal sealed class MountedScript(IJSRuntime js, string address) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _mounted;
    private bool _gone;

    /// <summary>Whether something stands on the page.</summary>
    public bool IsMounted => _mounted is not null;

    /// <summary>Calls a function of the module that puts something on the page; what stood before is taken away first.</summary>
    /// <exception cref="JSException">The script failed.</exception>
    public async Task MountAsync(string function, params object?[] arguments)
    {
        try
        {
            await RemoveAsync();
            _module ??= await js.InvokeAsync<IJSObjectReference>("import", address);
            if (_module is null) return;
            _mounted = await _module.InvokeAsync<IJSObjectReference>(function, arguments);
            if (_gone) await DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser left while the page was drawn.
        }
    }

    /// <summary>Calls a method of what stands on the page; nothing where nothing stands.</summary>
    /// <exception cref="JSException">The script failed.</exception>
    public async Task CallAsync(string method, params object?[] arguments)
    {
        if (_mounted is not { } mounted) return;
        try
        {
            await mounted.InvokeVoidAsync(method, arguments);
        }
        catch (JSDisconnectedException)
        {
            // The browser left meanwhile.
        }
    }

    /// <summary>Takes away what stands on the page; the module stays loaded.</summary>
    public async Task RemoveAsync()
    {
        if (_mounted is not { } mounted) return;
        _mounted = null;
        try
        {
            await mounted.InvokeVoidAsync("dispose");
            await mounted.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what stood there with it.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gone = true;
        await RemoveAsync();
        if (_module is not { } module) return;
        _module = null;
        try
        {
            await module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }
    }
}
