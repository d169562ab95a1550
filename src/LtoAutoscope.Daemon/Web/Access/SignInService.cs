using System.Security.Claims;
using System.Threading.RateLimiting;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Signs people in and out of their browsers, and writes down that it did, or why it did not.</summary>
internal sealed class SignInService(
    SignInManager<Account> identity, AccountStore accounts, SessionStore sessions, SecondFactor second, SignInGate gate, AccessSettings settings, SignInTrail trail, TimeProvider time)
{
    /// <summary>Type of the claim with the security stamp at the first step.</summary>
    private const string StampClaim = "stamp";

    /// <summary>The first step: name and password.</summary>
    public async Task<SignInOutcome> PasswordAsync(HttpContext context, string name, string password)
    {
        using RateLimitLease lease = gate.TryOf(name);
        if (!lease.IsAcquired)
        {
            await trail.RefusedAsync(context, await NameOfAsync(name), "too many tries for this account in a minute");
            return SignInOutcome.Refused;
        }

        using IDisposable turn = await gate.TurnOfAsync(name);
        if (await accounts.FindAsync(name, CancellationToken.None) is not { } account)
        {
            // Takes as long as a wrong password; the name may be a password typed into the wrong field, so it is not written down.
            await Task.Run(() => accounts.Passwords.Refuse(password));
            await trail.RefusedAsync(context, "", "there is no such account");
            return SignInOutcome.Refused;
        }

        SignInResult result = await CheckPasswordAsync(account, password);
        if (!result.Succeeded)
        {
            await FailedAsync(context, account.Name, result);
            return SignInOutcome.Refused;
        }

        account = (await accounts.FindAsync(name, CancellationToken.None))!;
        if (!account.HasSecondFactor)
        {
            await BeginAsync(context, account, "password");
            return SignInOutcome.SignedIn;
        }

        var half = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.Name), new Claim(StampClaim, account.SecurityStamp)], SignInServices.SecondStepScheme);
        await context.SignInAsync(SignInServices.SecondStepScheme, new ClaimsPrincipal(half));
        return SignInOutcome.SecondFactor;
    }

    /// <summary>
    /// The first step by itself gives no good mark: the count of wrong tries is set back where a session begins, or whoever knows the password could guess codes for ever.
    /// </summary>
    private async Task<SignInResult> CheckPasswordAsync(Account account, string password)
    {
        var people = identity.UserManager;
        if (account.IsDisabled) return SignInResult.NotAllowed;
        if (await people.IsLockedOutAsync(account)) return SignInResult.LockedOut;
        if (await people.CheckPasswordAsync(account, password)) return SignInResult.Success;
        await people.AccessFailedAsync(account);
        return await people.IsLockedOutAsync(account) ? SignInResult.LockedOut : SignInResult.Failed;
    }

    /// <summary>The second step: a code of the phone, or a recovery code.</summary>
    public async Task<SignInOutcome> CodeAsync(HttpContext context, string code)
    {
        if ((await context.AuthenticateAsync(SignInServices.SecondStepScheme)).Principal is not { } half || half.Identity?.Name is not { } name) return SignInOutcome.Refused;
        using RateLimitLease lease = gate.TryOf(name);
        using IDisposable turn = await gate.TurnOfAsync(name);
        if (!lease.IsAcquired || await accounts.FindAsync(name, CancellationToken.None) is not { HasSecondFactor: true, IsDisabled: false } account || account.SecurityStamp != half.FindFirstValue(StampClaim))
        {
            await trail.RefusedAsync(context, name, "the second step came too late or too often");
            return SignInOutcome.Refused;
        }

        if (account.LockedUntil > time.GetUtcNow() || await second.TakeAsync(account.Name, code, CancellationToken.None) is not { } by)
        {
            if (!(account.LockedUntil > time.GetUtcNow())) await identity.UserManager.AccessFailedAsync(account);
            await FailedAsync(context, name, account.LockedUntil > time.GetUtcNow() ? SignInResult.LockedOut : SignInResult.Failed, "wrong code");
            return SignInOutcome.SecondFactor;
        }

        await context.SignOutAsync(SignInServices.SecondStepScheme);
        await BeginAsync(context, (await accounts.FindAsync(name, CancellationToken.None))!, by);
        return SignInOutcome.SignedIn;
    }

    /// <summary>Begins a session of somebody who is known, and gives the browser its cookie.</summary>
    public async Task BeginAsync(HttpContext context, Account account, string by)
    {
        account = await accounts.ChangeAsync(account.Name, now => (now.LastSignInAt, now.FailedSignIns, now.LockedUntil) = (time.GetUtcNow(), 0, null), CancellationToken.None);
        // Signing in again at the same browser leaves no forgotten session behind.
        if (context.User.FindFirstValue(Principals.SessionClaim) is { } former) sessions.End(former);
        Session session = await sessions.BeginAsync(account, ClientAddress.Of(context), context.Request.Headers.UserAgent.ToString(), by, TimeSpan.FromDays(settings.SignIn.SessionDays), CancellationToken.None);
        await context.SignInAsync(SignInServices.CookieScheme, Principals.Of(account, session), new AuthenticationProperties { IsPersistent = true });
        await trail.RecordAsync(context, "session.sign_in", account.Name, account.Role, AuditResult.Done, by);
    }

    /// <summary>Ends the session of the browser that asks.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(Principals.SessionClaim) is { } id && sessions.End(id))
            await trail.RecordAsync(context, "session.sign_out", context.User.Identity!.Name!, Permissions.RoleOf(context.User), AuditResult.Done, "");
        await context.SignOutAsync(SignInServices.CookieScheme);
    }

    private async Task<string> NameOfAsync(string name) => (await accounts.FindAsync(name, CancellationToken.None))?.Name ?? "";

    private async Task FailedAsync(HttpContext context, string name, SignInResult result, string wrong = "wrong password")
    {
        await trail.RefusedAsync(context, name, result.IsNotAllowed ? "the account is disabled" : result.IsLockedOut ? "the account is locked" : wrong);
        if (await accounts.FindAsync(name, CancellationToken.None) is { LockedUntil: { } until } account && until > time.GetUtcNow() && account.FailedSignIns == 0 && gate.IsNewLock(name, until))
            await trail.LockedAsync(context, name, until);
    }
}
