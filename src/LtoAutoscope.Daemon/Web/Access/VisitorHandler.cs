using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The view without sign-in, where it is switched on: whoever has signed in nowhere may look.</summary>
internal sealed class VisitorHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "visitor";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Principals.Visitor(), SchemeName)));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Context.ChallengeAsync(SignInServices.CookieScheme, properties);

    /// <summary>What a visitor may not, somebody who signs in perhaps may.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.ChallengeAsync(SignInServices.CookieScheme, properties);
}
