using System.Security.Claims;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Who may do what: the one table that pages, API, circuits and pictures ask.</summary>
public static class Permissions
{
    private const string PolicyPrefix = "may:";

    /// <summary>The least role that has a permission.</summary>
    public static AccountRole LeastRole(Permission permission) => permission switch
    {
        Permission.Look or Permission.Stop or Permission.OwnAccount => AccountRole.Viewer,
        Permission.Propose => AccountRole.Scientist,
        Permission.Run or Permission.Control or Permission.EditRecipes => AccountRole.Operator,
        Permission.Approve or Permission.Schedule or Permission.ReadAudit or Permission.ManageAccounts => AccountRole.Manager,
        _ => AccountRole.Maintainer,
    };

    /// <summary>Name of the authorization policy of a permission.</summary>
    public static string PolicyOf(Permission permission) => PolicyPrefix + permission;

    /// <summary>The role of somebody signed in, or null.</summary>
    public static AccountRole? RoleOf(ClaimsPrincipal user)
        => user.Identity?.IsAuthenticated == true && Enum.TryParse(user.FindFirstValue(ClaimTypes.Role), out AccountRole role) ? role : null;

    /// <summary>Whether somebody may.</summary>
    public static bool May(ClaimsPrincipal user, Permission permission) => WhyNot(user, permission).Length == 0;

    /// <summary>Why somebody may not, in a sentence; empty when it is allowed.</summary>
    public static string WhyNot(ClaimsPrincipal user, Permission permission)
    {
        if (RoleOf(user) is not { } role) return "Sign in first.";
        if (permission != Permission.Look && Principals.IsVisitor(user)) return "This is a view without sign-in. Sign in first.";
        if (role < LeastRole(permission)) return $"This needs the role {LeastRole(permission)}; yours is {role}.";
        string[] scopes = [.. user.FindAll(KeyScope.ClaimType).Select(claim => claim.Value)];
        string needed = KeyScope.For(permission);
        return scopes.Length == 0 || scopes.Any(scope => KeyScope.Includes(scope, needed)) ? "" : $"This needs a key with the scope '{needed}'; this one has '{string.Join(' ', scopes)}'.";
    }

    /// <summary>Registers a policy for each permission.</summary>
    public static AuthorizationBuilder AddPermissions(this AuthorizationBuilder authorization)
    {
        foreach (Permission permission in Enum.GetValues<Permission>())
            authorization.AddPolicy(PolicyOf(permission), policy => policy.RequireAuthenticatedUser().RequireAssertion(context => May(context.User, permission)));
        return authorization;
    }

    /// <summary>Asks a permission of whoever calls these endpoints.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoints, Permission permission)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.RequireAuthorization(new RequirePermissionAttribute(permission));
}
