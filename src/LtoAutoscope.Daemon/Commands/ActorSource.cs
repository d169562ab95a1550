using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Knows who asks, in a request and in a circuit alike.</summary>
public sealed class ActorSource(IHttpContextAccessor requests, AuthenticationStateProvider people)
{
    /// <summary>From where the page was fetched: set at a circuit's begin, whose own request is long gone when a button is pressed; null in a request.</summary>
    public string? CircuitFrom { get; set; }

    /// <summary>Who asks now.</summary>
    public async Task<Actor> CurrentAsync()
        => CircuitFrom is null && requests.HttpContext is { } request
            ? new Actor(request.User, FromOf(request))
            : new Actor((await people.GetAuthenticationStateAsync()).User, CircuitFrom ?? "unknown");

    private static string FromOf(HttpContext request)
        => request.User.FindFirst(Principals.KeyClaim) is { } key ? $"{ClientAddress.Of(request)}, key {key.Value}" : ClientAddress.Of(request);
}
