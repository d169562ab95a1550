namespace LtoAutoscope.Daemon.Web.Access.Configuration;

/// <summary>Sign-in at an identity provider by OpenID Connect (authorization code with PKCE).</summary>
public sealed record OpenIdSettings
{
    /// <summary>The provider's address: <c>/.well-known/openid-configuration</c> lies below it. https, or http on this machine.</summary>
    public required string Authority { get; init; }

    /// <summary>The name under which the provider knows the dashboard.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where the secret is: <c>env:NAME</c>, <c>file:PATH</c> or <c>clear:TEXT</c>; null for a public client.</summary>
    public string? ClientSecretFrom { get; init; }

    /// <summary>What the button on the sign-in page says. Default <c>Sign in with the laboratory's account</c>.</summary>
    public string Label { get; init; } = "Sign in with the laboratory's account";

    /// <summary>Scopes that are asked for. Default <c>openid, profile</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that becomes the account's name. Default <c>preferred_username</c>.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim whose values give the role. Default <c>groups</c>.</summary>
    public string RoleClaim { get; init; } = "groups";

    /// <summary>Which value gives which role; the highest counts.</summary>
    public IReadOnlyList<RoleMapping> Roles { get; init; } = [];

    /// <summary>Problems, each as <c>key: what is wrong</c>.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out Uri? address) || address.Scheme != "https" && !(address.Scheme == "http" && address.IsLoopback))
            yield return $"openid_connect.authority: '{Authority}' is no https address";
        if (string.IsNullOrWhiteSpace(ClientId)) yield return "openid_connect.client_id: it is empty";
        if (!Scopes.Contains("openid")) yield return "openid_connect.scopes: 'openid' must be among them";
        if (Roles.Count == 0) yield return "openid_connect.roles: without a mapping nobody gets in; add { value: GROUP, role: viewer }";
    }
}
