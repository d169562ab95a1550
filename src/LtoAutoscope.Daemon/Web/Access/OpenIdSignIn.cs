using System.Security.Claims;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Sign-in at an identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636). Who the person is comes from there; the account file here follows it.</summary>
internal static class OpenIdSignIn
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "provider";

    /// <summary>The address to which the provider sends people back.</summary>
    public const string AnswerPath = "/sign-in/provider/answer";

    public static void Add(AuthenticationBuilder authentication, OpenIdSettings settings, bool isTls)
        => authentication.AddOpenIdConnect(SchemeName, options =>
        {
            options.Authority = settings.Authority;
            options.ClientId = settings.ClientId;
            options.ClientSecret = Secret.Read(settings.ClientSecretFrom, "openid_connect.client_secret_from");
            options.RequireHttpsMetadata = settings.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.SaveTokens = false;
            options.CallbackPath = AnswerPath;
            options.SignInScheme = SignInServices.CookieScheme;
            options.ClaimActions.Clear();
            // What the provider tells at its user-info address counts beside the token.
            foreach (string claim in new[] { settings.NameClaim, settings.RoleClaim }) options.ClaimActions.Add(new AllValuesOf(claim));
            options.Scope.Clear();
            foreach (string scope in settings.Scopes) options.Scope.Add(scope);
            SignInServices.Shape(options.CorrelationCookie, "lto-autoscope-provider", isTls: false);
            SignInServices.Shape(options.NonceCookie, "lto-autoscope-nonce", isTls: false);
            options.Events.OnTicketReceived = context => TakeAsync(context, settings);
            options.Events.OnRemoteFailure = context => RefuseAsync(context, context.Failure?.Message ?? "no reason given");
            options.Events.OnAuthenticationFailed = context =>
            {
                context.Fail(context.Exception);
                return Task.CompletedTask;
            };
        });

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<AccessSettings>().OpenidConnect is null) return;
        routes.MapGet("/sign-in/provider", (string? returnUrl) => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = LocalPath.Or(returnUrl, "/") }, [SchemeName]))
            .AllowAnonymous().RequireRateLimiting(SignInServices.SignInLimit).ExcludeFromDescription();
    }

    private static async Task TakeAsync(TicketReceivedContext context, OpenIdSettings settings)
    {
        ClaimsPrincipal person = context.Principal!;
        string subject = $"{person.FindFirstValue("iss") ?? settings.Authority} {person.FindFirstValue("sub")}";
        string name = person.FindFirstValue(settings.NameClaim) ?? "";
        AccountRole[] roles = [.. settings.Roles.Where(mapping => person.HasClaim(settings.RoleClaim, mapping.Value)).Select(mapping => mapping.Role)];
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountStore>();
        try
        {
            if (roles.Length == 0) throw new InputException($"'{name}' has no role here", settings.RoleClaim, "Ask whoever keeps the groups");
            Account account = await AccountOfAsync(accounts, subject, name, roles.Max(), context.HttpContext.RequestAborted);
            if (account.IsDisabled) throw new InputException($"the account '{account.Name}' is disabled", "accounts", "Ask an administrator");
            await context.HttpContext.RequestServices.GetRequiredService<SignInService>().BeginAsync(context.HttpContext, account, "openid_connect");
            context.Response.Redirect(LocalPath.Or(context.ReturnUri, "/"));
            context.HandleResponse();
        }
        catch (InputException refused)
        {
            await RefuseAsync(context, refused.What);
        }
    }

    /// <summary>The account of a subject; made at the first sign-in. A name that somebody has here already is not taken over.</summary>
    private static async Task<Account> AccountOfAsync(AccountStore accounts, string subject, string name, AccountRole role, CancellationToken cancellationToken)
    {
        Account? known = (await accounts.ListAsync(cancellationToken)).FirstOrDefault(account => account.External == subject);
        if (known is null)
        {
            Account made = await accounts.AddAsync(name, role, null, cancellationToken);
            return await accounts.ChangeAsync(made.Name, account => account.External = subject, cancellationToken);
        }

        bool isLast = known is { Role: AccountRole.Maintainer } && role != AccountRole.Maintainer
            && !(await accounts.ListAsync(cancellationToken)).Any(other => other is { Role: AccountRole.Maintainer, IsDisabled: false } && other.Name != known.Name);
        // A group that was renamed at the provider must not lock everybody out of the laboratory.
        return known.Role == role || isLast ? known : await accounts.ChangeAsync(known.Name, account => account.Role = role, cancellationToken);
    }

    private static async Task RefuseAsync<TOptions>(HandleRequestContext<TOptions> context, string why)
        where TOptions : AuthenticationSchemeOptions
    {
        await context.HttpContext.RequestServices.GetRequiredService<SignInTrail>().RefusedAsync(context.HttpContext, "", $"identity provider: {why}");
        context.Response.Redirect("/login?provider=1");
        context.HandleResponse();
    }

    /// <summary>Adds all values of a key of the user-info answer, one claim each.</summary>
    private sealed class AllValuesOf(string claim) : Microsoft.AspNetCore.Authentication.OAuth.Claims.ClaimAction(claim, ClaimValueTypes.String)
    {
        public override void Run(System.Text.Json.JsonElement userData, ClaimsIdentity identity, string issuer)
        {
            if (userData.ValueKind != System.Text.Json.JsonValueKind.Object || !userData.TryGetProperty(ClaimType, out System.Text.Json.JsonElement value)) return;
            System.Text.Json.JsonElement[] values = value.ValueKind == System.Text.Json.JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
            foreach (string text in values.Select(one => one.ToString()).Where(text => !identity.HasClaim(ClaimType, text))) identity.AddClaim(new Claim(ClaimType, text, ValueType, issuer));
        }
    }
}
