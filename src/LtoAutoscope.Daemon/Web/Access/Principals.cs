using System.Security.Claims;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>What the daemon knows of whoever asks, as claims.</summary>
internal static class Principals
{
    /// <summary>Type of the claim with the id of the browser's session.</summary>
    public const string SessionClaim = "session";

    /// <summary>Type of the claim with the id of the program's key.</summary>
    public const string KeyClaim = "key";

    /// <summary>Type of the claim of somebody who looks without having signed in.</summary>
    public const string VisitorClaim = "visitor";

    /// <summary>Name of such a person in the trail.</summary>
    public const string VisitorName = "visitor";

    /// <summary>Nobody.</summary>
    public static ClaimsPrincipal Nobody { get; } = new(new ClaimsIdentity());

    /// <summary>A person at a browser.</summary>
    public static ClaimsPrincipal Of(Account account, Session session)
        => new(new ClaimsIdentity([.. Common(account), new Claim(SessionClaim, session.Id)], SignInServices.CookieScheme));

    /// <summary>A program.</summary>
    public static ClaimsPrincipal Of(VerifiedKey key)
        => new(new ClaimsIdentity([.. Common(key.Account), new Claim(KeyScope.ClaimType, key.Key.Scope), new Claim(KeyClaim, key.Key.Id)], ApiKeyHandler.SchemeName));

    /// <summary>Somebody who looks without having signed in.</summary>
    public static ClaimsPrincipal Visitor()
        => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, VisitorName), new Claim(ClaimTypes.Role, nameof(AccountRole.Viewer)), new Claim(VisitorClaim, "1")], VisitorHandler.SchemeName));

    /// <summary>Whether somebody looks without having signed in.</summary>
    public static bool IsVisitor(ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == VisitorClaim);

    private static Claim[] Common(Account account) => [new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role.ToString())];
}
