using System.Security.Claims;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Identity;

namespace LtoAutoscope.Daemon.Commands.Access;

/// <summary>What everybody does to the own account: password and second factor, each after the present password.</summary>
internal sealed class OwnAccountCommands(CommandDesk desk, ActorSource actors, AccountStore accounts, SessionStore sessions, SecondFactor second, UserManager<Account> identity, SignInGate gate, TimeProvider time)
{
    /// <summary>The own account.</summary>
    /// <exception cref="InputException">It is gone.</exception>
    public async Task<AccountView> ReadAsync(CancellationToken cancellationToken) => AccountView.Of(await OwnAsync(cancellationToken), time.GetUtcNow());

    /// <summary>Sets a new password. All other sessions of the account end.</summary>
    public Task ChangePasswordAsync(string present, string wanted, CancellationToken cancellationToken)
        => DoAsync("account.change_password", async own =>
        {
            await RequirePasswordAsync(own, present);
            await accounts.SetPasswordAsync(own.Name, wanted, cancellationToken);
            await KeepThisSessionAsync(own.Name, cancellationToken);
        }, cancellationToken);

    /// <summary>Makes the key of a second factor, which counts once a code has confirmed it.</summary>
    /// <returns>The key in base 32.</returns>
    public async Task<string> BeginSecondFactorAsync(string present, CancellationToken cancellationToken)
    {
        string key = "";
        await DoAsync("account.begin_second_factor", async own =>
        {
            await RequirePasswordAsync(own, present);
            key = await second.BeginAsync(own.Name, cancellationToken);
        }, cancellationToken);
        return key;
    }

    /// <summary>Switches the second factor on.</summary>
    /// <returns>The recovery codes: shown once.</returns>
    public async Task<IReadOnlyList<string>> ConfirmSecondFactorAsync(string code, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> codes = [];
        await DoAsync("account.add_second_factor", async own => codes = await second.ConfirmAsync(own.Name, code.Trim(), cancellationToken), cancellationToken);
        return codes;
    }

    /// <summary>Takes the second factor away.</summary>
    public Task RemoveSecondFactorAsync(string present, CancellationToken cancellationToken)
        => DoAsync("account.remove_second_factor", async own =>
        {
            await RequirePasswordAsync(own, present);
            await second.RemoveAsync(own.Name, cancellationToken);
        }, cancellationToken);

    private async Task DoAsync(string action, Func<Account, Task> act, CancellationToken cancellationToken)
    {
        string name = (await actors.CurrentAsync()).Name;
        await desk.DoAsync(new Command(Permission.OwnAccount, action, name), async _ => await act(await OwnAsync(cancellationToken)));
    }

    private async Task<Account> OwnAsync(CancellationToken cancellationToken)
        => await accounts.FindAsync((await actors.CurrentAsync()).Name, cancellationToken) ?? throw new InputException("this is nobody's account", "account", "Sign in first");

    /// <summary>Whoever finds an open page must not take the account over; guesses count towards the lock.</summary>
    private async Task RequirePasswordAsync(Account own, string present)
    {
        using IDisposable turn = await gate.TurnOfAsync(own.Name);
        Account now = (await accounts.FindAsync(own.Name, CancellationToken.None))!;
        if (await identity.IsLockedOutAsync(now)) throw new InputException("the account is locked after too many wrong tries", "password", "Try again later");
        if (present.Length <= AccountStore.MaximumPasswordLength && await identity.CheckPasswordAsync(now, present)) return;
        await identity.AccessFailedAsync(now);
        throw new InputException("the present password is wrong", "password", "Type the password with which you sign in now");
    }

    private async Task KeepThisSessionAsync(string name, CancellationToken cancellationToken)
    {
        string? here = (await actors.CurrentAsync()).User.FindFirstValue(Principals.SessionClaim);
        string stamp = (await accounts.FindAsync(name, cancellationToken))!.SecurityStamp;
        if (here is not null) await sessions.RestampAsync(here, stamp, cancellationToken);
        sessions.EndAllOf(name, here);
    }
}
