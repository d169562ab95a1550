using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Control;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>The instrument by hand: control, stage, beam, one frame; its console and wire log; what is connected and what could be.</summary>
public sealed partial class InstrumentsPage : LiveComponent
{
    private static readonly (string Key, string Word)[] Tabs = [("", "By hand"), ("instrument", "Instrument"), ("wire", "Console and wire"), ("connect", "Connect")];
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private string _me = "";
    private string _roleWhy = "";
    private InstrumentDescription? _description;
    private OpticsView? _optics;
    private ITimer? _timer;
    private int _reading;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    private string Shown => Tabs.Any(tab => tab.Key == Tab) ? Tab! : "";

    private Hands Hands => new(_me, _roleWhy, Lab.Control, Lab.Instrument, _description, _optics);

    private string Headline => _description?.Identity is { } identity
        ? string.Join(" · ", new[] { identity.Name, identity.Model, identity.Software }.Where(word => word.Length > 0))
        : Lab.Instrument.Name.Length > 0 ? $"{Lab.Instrument.Name} is not connected; the daemon tries again by itself" : "No instrument is connected";

    /// <inheritdoc/>
    public override void Dispose()
    {
        _gone.Cancel();
        _timer?.Dispose();
        _gone.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Person is not null)
        {
            var user = (await Person).User;
            (_me, _roleWhy) = (user.Identity?.Name ?? "", Permissions.WhyNot(user, Permission.Control));
        }

        await ReadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _timer = Time.CreateTimer(_ => _ = InvokeAsync(ReadAsync), null, Refresh, Refresh);
    }

    private async Task ReadAsync()
    {
        if (_gone.IsCancellationRequested || Services.GetService<ILabControl>() is not { } control || Interlocked.Exchange(ref _reading, 1) != 0) return;
        try
        {
            if (!Lab.Instrument.IsConnected) _description = null;
            else _description ??= await control.DescribeInstrumentAsync(_gone.Token);
            _optics = await control.ReadOpticsAsync(_gone.Token);
            StateHasChanged();
        }
        catch (Exception error) when (error is InstrumentFaultException or OperationCanceledException or ObjectDisposedException)
        {
            // What cannot be read is shown as unknown, with its age.
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
