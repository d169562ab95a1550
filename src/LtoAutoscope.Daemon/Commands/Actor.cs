using System.Security.Claims;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Who asks, and from where.</summary>
/// <param name="User">The person or program that signed in.</param>
/// <param name="From">The address of the browser or program.</param>
public sealed record Actor(ClaimsPrincipal User, string From)
{
    /// <summary>The account's name.</summary>
    public string Name => User.Identity?.Name ?? "unknown";
}
