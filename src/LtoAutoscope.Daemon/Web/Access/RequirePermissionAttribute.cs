using Microsoft.AspNetCore.Authorization;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>A page or an endpoint that asks a permission.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <param name="permission">What is asked.</param>
    public RequirePermissionAttribute(Permission permission)
        : base(Permissions.PolicyOf(permission)) => Permission = permission;

    /// <summary>What is asked.</summary>
    public Permission Permission { get; }
}
