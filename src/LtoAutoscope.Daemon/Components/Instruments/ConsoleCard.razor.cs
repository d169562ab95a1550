using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>Raw commands in the instrument's own protocol, for maintainers, with what went over the wire.</summary>
public sealed partial class ConsoleCard : HandComponent
{
    private const int Kept = 50;
    private readonly List<ConsoleAnswer> _said = [];
    private string _part = "";
    private string _command = "";
    private string _roleWhy = "";
    private bool _busy;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    private IReadOnlyList<ConsolePart> Parts => Services.GetService<RawConsoles>()?.Parts ?? [];

    private ConsolePart? Part => Parts.FirstOrDefault(part => part.Protocol == _part);

    private string Why => _roleWhy.Length > 0 ? _roleWhy : Part is { WhyNot.Length: > 0 } part ? $"{part.WhyNot} Stop the daemon and use 'lto-autoscope instrument console'." : Hands.Why;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _part = Parts.Count > 0 ? Parts[0].Protocol : "";
        if (Person is not null) _roleWhy = Permissions.WhyNot((await Person).User, Permission.Maintain);
    }

    private async Task SendAsync()
    {
        if (Why.Length > 0 || _command.Trim().Length == 0) return;
        _busy = true;
        await ActAsync(async () =>
        {
            _said.Insert(0, await Commands.SendRawAsync(_part, _command, CancellationToken.None));
            if (_said.Count > Kept) _said.RemoveAt(Kept);
            _command = "";
            return "";
        });
        _busy = false;
    }
}
