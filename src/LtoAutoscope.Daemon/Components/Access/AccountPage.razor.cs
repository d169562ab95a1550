using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Access;

/// <summary>The own password, second factor, keys and sessions.</summary>
public sealed partial class AccountPage
{
    private AccountView _me = new("", AccountRole.Viewer, default, null, false, null, false, false);
    private IReadOnlyList<string> _codes = [];
    private string _problem = "", _done = "", _present = "", _wanted = "", _again = "", _present2 = "", _code = "", _key = "", _drawing = "";

    [Inject]
    private OwnAccountCommands Commands { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _problem = await Telling.OfAsync(ReadAsync);

    private async Task ReadAsync() => _me = await Commands.ReadAsync(CancellationToken.None);

    private async Task DoAsync(Func<Task> command, string done)
    {
        _done = "";
        _problem = await Telling.OfAsync(command);
        if (_problem.Length == 0) _done = done;
        await Telling.OfAsync(ReadAsync);
    }

    private async Task ChangePasswordAsync()
    {
        if (_wanted != _again)
        {
            (_problem, _done) = ("The two new passwords differ.", "");
            return;
        }

        await DoAsync(() => Commands.ChangePasswordAsync(_present, _wanted, CancellationToken.None), "The password is changed; your other sessions have ended.");
        (_present, _wanted, _again) = ("", "", "");
    }

    private async Task SecondFactorAsync()
    {
        if (_me.HasSecondFactor) await DoAsync(() => Commands.RemoveSecondFactorAsync(_present2, CancellationToken.None), "The second factor is off.");
        else
            await DoAsync(async () =>
            {
                _key = await Commands.BeginSecondFactorAsync(_present2, CancellationToken.None);
                _drawing = SecondFactor.DrawingOf(_me.Name, _key);
            }, "");
        _present2 = "";
    }

    private async Task ConfirmAsync()
    {
        await DoAsync(async () =>
        {
            _codes = await Commands.ConfirmSecondFactorAsync(_code, CancellationToken.None);
            _key = "";
        }, "The second factor is on.");
        _code = "";
    }
}
