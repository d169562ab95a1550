using System.Security.Claims;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Looks at each request, and at open pages, whether the sign-in behind them still holds, and with which role.</summary>
internal sealed class SessionCheck(SessionStore sessions, AccountStore accounts, ApiKeyStore keys, AccessSettings settings)
{
    /// <summary>The person as of now; null when the session has ended, the account is disabled, or its password was changed elsewhere.</summary>
    /// <exception cref="InputException">The account's file cannot be read.</exception>
    public async Task<ClaimsPrincipal?> RefreshAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (Principals.IsVisitor(person)) return settings.ViewWithoutSignIn ? person : null;
        if (person.FindFirstValue(Principals.SessionClaim) is not { } id || sessions.Find(id) is not { } session) return null;
        return await accounts.FindAsync(session.Account, cancellationToken) is { IsDisabled: false } account && account.SecurityStamp == session.Stamp ? Principals.Of(account, session) : null;
    }

    /// <summary>For each request that brings a cookie.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var check = context.HttpContext.RequestServices.GetRequiredService<SessionCheck>();
        if (await check.RefreshAsync(context.Principal!, CancellationToken.None) is not { } person)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SignInServices.CookieScheme);
            return;
        }

        context.ReplacePrincipal(person);
        // Not waited for: a STOP must not stand behind a disk.
        _ = check.TouchAsync(person.FindFirstValue(Principals.SessionClaim)!, ClientAddress.Of(context.HttpContext));
    }

    /// <summary>Cuts what is still open, a page's circuit or a stream of events, when the sign-in behind it has ended.</summary>
    public async Task CutAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.FindFirstValue(Principals.SessionClaim) is { } id)
        {
            await using var cut = sessions.EndOf(id).Register(context.Abort);
            await next(context);
        }
        else if (context.User.FindFirstValue(Principals.KeyClaim) is not null && IsLong(context))
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            Task watch = WatchKeyAsync(context, done.Token);
            await next(context);
            await done.CancelAsync();
            await watch;
        }
        else
        {
            await next(context);
        }
    }

    private static bool IsLong(HttpContext context) => context.Request.Path.StartsWithSegments("/api/v1/events") || context.Request.Path.StartsWithSegments("/_blazor");

    /// <summary>Keys are taken away beside the daemon, so they are looked at and not listened for.</summary>
    private async Task WatchKeyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string key = context.Request.Headers.Authorization.ToString()["Bearer ".Length..].Trim();
        try
        {
            while (await keys.VerifyAsync(key, cancellationToken) is not null) await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The request has ended by itself.
        }
    }

    private async Task TouchAsync(string session, string from)
    {
        try
        {
            await sessions.TouchAsync(session, from, TimeSpan.FromDays(settings.SignIn.SessionDays), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Domain.InputException or ObjectDisposedException)
        {
            // A full disk puts off no end, and keeps nobody from stopping the instrument.
        }
    }
}
