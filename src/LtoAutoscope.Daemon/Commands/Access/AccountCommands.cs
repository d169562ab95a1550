using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>What administrators do to accounts. A manager reaches accounts up to the own role; one maintainer who can sign in always stays.</summary>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="actors">Who asks.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="sessions">Who is signed in.</param>
/// <param name="time">The clock.</param>
public sealed class AccountCommands(CommandDesk desk, ActorSource actors, AccountStore accounts, SessionStore sessions, TimeProvider time)
{
    /// <summary>All accounts by name.</summary>
    public async Task<IReadOnlyList<AccountView>> ListAsync(CancellationToken cancellationToken) => [.. (await accounts.ListAsync(cancellationToken)).Select(View)];

    /// <summary>One account, or null.</summary>
    public async Task<AccountView?> FindAsync(string name, CancellationToken cancellationToken) => await accounts.FindAsync(name, cancellationToken) is { } account ? View(account) : null;

    /// <summary>Makes an account; with a random password when none is given.</summary>
    public Task<NewPassword> CreateAsync(string name, AccountRole role, string? password, CancellationToken cancellationToken)
    {
        Account? made = null;
        string chosen = string.IsNullOrEmpty(password) ? AccountStore.NewPassword() : password;
        return desk.DoAsync(Command("account.create", name, () => made), async _ =>
        {
            await RequireReachAsync(role);
            made = await accounts.AddAsync(name, role, chosen, cancellationToken);
            return new NewPassword(View(made), string.IsNullOrEmpty(password) ? chosen : "");
        });
    }

    /// <summary>Gives an account another role; its open pages have it at once.</summary>
    public Task<AccountView> ChangeRoleAsync(string name, AccountRole role, CancellationToken cancellationToken)
        => ChangeAsync("account.change_role", name, "", account => account.Role = role, role, cancellationToken);

    /// <summary>Lets nobody sign in as an account; its sessions end. It stays, because the trail names it.</summary>
    public async Task<AccountView> DisableAsync(string name, string reason, CancellationToken cancellationToken)
    {
        if (string.Equals((await actors.CurrentAsync()).Name, name, StringComparison.OrdinalIgnoreCase)) throw new InputException("you cannot disable your own account", "name", "Ask another administrator");
        AccountView disabled = await ChangeAsync("account.disable", name, reason, account => account.IsDisabled = true, null, cancellationToken);
        sessions.EndAllOf(name);
        return disabled;
    }

    /// <summary>Lets a disabled account sign in again.</summary>
    public Task<AccountView> EnableAsync(string name, CancellationToken cancellationToken) => ChangeAsync("account.enable", name, "", account => account.IsDisabled = false, null, cancellationToken);

    /// <summary>Lifts the lock of wrong tries.</summary>
    public Task<AccountView> UnlockAsync(string name, CancellationToken cancellationToken)
        => ChangeAsync("account.unlock", name, "", account => (account.LockedUntil, account.FailedSignIns) = (null, 0), null, cancellationToken);

    /// <summary>Takes the second factor of somebody away who has lost the phone.</summary>
    public async Task<AccountView> RemoveSecondFactorAsync(string name, CancellationToken cancellationToken)
    {
        await RequireAnotherAsync(name);
        return await ChangeAsync("account.remove_second_factor", name, "", account => (account.HasSecondFactor, account.SecondFactorKey, account.RecoveryCodes) = (false, null, []), null, cancellationToken);
    }

    /// <summary>Gives an account a new random password; its sessions end.</summary>
    public Task<NewPassword> ResetPasswordAsync(string name, CancellationToken cancellationToken)
        => desk.DoAsync(Command("account.reset_password", name, null), async _ =>
        {
            await RequireAnotherAsync(name);
            await RequireReachAsync((await RequireAsync(name, cancellationToken)).Role);
            string password = await accounts.SetPasswordAsync(name, null, cancellationToken);
            sessions.EndAllOf(name);
            return new NewPassword(View(await RequireAsync(name, cancellationToken)), password);
        });

    /// <summary>The own password and second factor take the present password: an open page alone must not be enough.</summary>
    private async Task RequireAnotherAsync(string name)
    {
        if (string.Equals((await actors.CurrentAsync()).Name, name, StringComparison.OrdinalIgnoreCase)) throw new InputException("this is your own account", "name", "Change it on the page Account, which asks for the present password");
    }

    private async Task<AccountView> ChangeAsync(string action, string name, string reason, Action<Account> change, AccountRole? newRole, CancellationToken cancellationToken)
    {
        Account? state = await accounts.FindAsync(name, cancellationToken);
        return await desk.DoAsync(Command(action, name, () => state) with { Reason = reason }, async _ =>
        {
            Account before = await RequireAsync(name, cancellationToken);
            await RequireReachAsync(before.Role);
            if (newRole is { } wanted) await RequireReachAsync(wanted);
            IReadOnlyList<Account> others = await accounts.ListAsync(cancellationToken);
            state = await accounts.ChangeAsync(name, account =>
            {
                change(account);
                bool hasAnother = others.Any(other => other is { Role: AccountRole.Maintainer, IsDisabled: false } && other.Name != account.Name);
                if (before is { Role: AccountRole.Maintainer, IsDisabled: false } && account is not { Role: AccountRole.Maintainer, IsDisabled: false } && !hasAnother)
                    throw new InputException("this is the last maintainer who can sign in", "name", "Give another account the role Maintainer first");
            }, cancellationToken);
            return View(state);
        });
    }

    private static Command Command(string action, string name, Func<Account?>? state)
        => new(Permission.ManageAccounts, action, name)
        {
            State = state is null ? null : () => state() is { } account ? new { account.Role, account.IsDisabled, IsLocked = account.LockedUntil is not null, account.HasSecondFactor } : null,
        };

    private async Task<Account> RequireAsync(string name, CancellationToken cancellationToken)
        => await accounts.FindAsync(name, cancellationToken) ?? throw new InputException($"there is no account '{name}'", "name", "List the accounts, and give the name of one");

    private async Task RequireReachAsync(AccountRole role)
    {
        if (Permissions.RoleOf((await actors.CurrentAsync()).User) is { } own && role > own) throw new NotPermittedException($"An account of the role {role} is beyond your own role, {own}.");
    }

    private AccountView View(Account account) => AccountView.Of(account, time.GetUtcNow());
}
