using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Access;

/// <summary>The accounts, and what administrators do to them.</summary>
public sealed partial class AccountsPart
{
    private static readonly (AccountRole Role, string Words)[] Roles =
    [
        (AccountRole.Viewer, "looks at everything, and may press STOP"),
        (AccountRole.Scientist, "proposes samples and looks after the own ones"),
        (AccountRole.Operator, "runs queue and instrument"),
        (AccountRole.Manager, "approves proposals, sets the schedule, reads the whole audit log, manages accounts up to the own role"),
        (AccountRole.Maintainer, "calibrates, sets limits and configuration, makes backups, manages all accounts"),
    ];

    private IReadOnlyList<AccountView> _accounts = [];
    private string _problem = "";
    private string _secret = "";
    private string _secretOf = "";
    private string _name = "";
    private string _me = "";
    private AccountRole _role = AccountRole.Viewer;
    private AccountRole _own;

    [CascadingParameter]
    private Task<AuthenticationState>? Person { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Person is not null)
        {
            var user = (await Person).User;
            (_me, _own) = (user.Identity?.Name ?? "", Permissions.RoleOf(user) ?? AccountRole.Viewer);
        }

        await ShowAsync();
    }

    private async Task ShowAsync() => _accounts = await Commands.ListAsync(CancellationToken.None);

    private string WhyNot(AccountView account) => account.Role > _own ? $"An account of the role {account.Role} is beyond your own role, {_own}." : "";

    private static string StateWord(AccountView account) => account.IsDisabled ? "Disabled" : account.LockedUntil is not null ? "Locked" : "Enabled";

    private static string StateStyle(AccountView account) => account.IsDisabled ? "skip" : account.LockedUntil is not null ? "paused" : "ok";

    private static string StateSymbol(AccountView account) => account.IsDisabled ? "v-skip" : account.LockedUntil is not null ? "s-paused" : "v-ok";

    private async Task DoAsync(Func<Task> command)
    {
        _problem = await Telling.OfAsync(command);
        await ShowAsync();
    }

    private Task ChangeRoleAsync(AccountView account, object? value)
        => Enum.TryParse(value as string, out AccountRole role) ? DoAsync(() => Commands.ChangeRoleAsync(account.Name, role, CancellationToken.None)) : Task.CompletedTask;

    private Task ResetAsync(AccountView account) => DoAsync(async () =>
    {
        _secret = (await Commands.ResetPasswordAsync(account.Name, CancellationToken.None)).Password;
        _secretOf = $"The new password of {account.Name}";
    });

    private Task CreateAsync() => DoAsync(async () =>
    {
        NewPassword made = await Commands.CreateAsync(_name.Trim(), _role, null, CancellationToken.None);
        (_secret, _secretOf, _name) = (made.Password, $"The password of {made.Account.Name}", "");
    });
}
