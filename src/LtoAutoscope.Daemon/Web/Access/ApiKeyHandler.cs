using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Signs programs in by a key in the header <c>Authorization: Bearer …</c>. A browser never sends it by itself, so no form token is needed beside it.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "api-key";

    private const string Prefix = "Bearer ";

    /// <summary>Whether a request brings a key.</summary>
    public static bool IsGiven(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsGiven(Request)) return AuthenticateResult.NoResult();
        string key = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        if (Context.RequestServices.GetService<IKeySignIn>() is not { } keys || await keys.VerifyAsync(key, Context.RequestAborted) is not { } person)
            return AuthenticateResult.Fail("The key is not known here.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, person.Name), new Claim(ClaimTypes.Role, person.Role)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
