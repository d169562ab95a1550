using System.Threading.RateLimiting;
using LtoAutoscope.Daemon.Web.Access.Configuration;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Sign-in by cookie for people and by key for programs: everything asks for it unless it says otherwise; the API answers 401 where pages redirect.</summary>
internal static class SignInServices
{
    /// <summary>The scheme of a browser's session.</summary>
    public const string CookieScheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The scheme of somebody whose password was right and whose code is awaited.</summary>
    public const string SecondStepScheme = "second-step";

    /// <summary>Name of the rate limit on signing in.</summary>
    public const string SignInLimit = "sign-in";

    private const string ChoosingScheme = "whoever-it-is";
    private const string CookieName = "lto-autoscope";
    private static readonly TimeSpan SecondStepPatience = TimeSpan.FromMinutes(5);
    private static readonly string[] ForMachines = ["/api", "/openapi", "/metrics", "/health", "/_blazor"];

    /// <summary>Whether an address is one that programs ask, which want status codes and no pages.</summary>
    public static bool IsForMachines(PathString path) => ForMachines.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>A cookie's name: under TLS the browser itself sees to it that no other host and no plain connection can set it.</summary>
    public static string NameOf(string cookie, bool isTls) => isTls ? "__Host-" + cookie : cookie;

    public static void Add(IServiceCollection services, AccessSettings settings, bool isTls)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<SignInGate>();
        services.AddSingleton<SignInTrail>();
        services.AddSingleton<SecondFactor>();
        services.AddSingleton<FirstRun>();
        services.AddScoped<SignInService>();
        services.AddSingleton<IPasswordHasher<Account>>(provider => provider.GetRequiredService<AccountStore>().Passwords);
        services.AddSingleton<IUserConfirmation<Account>, AccountConfirmation>();
        services.AddIdentityCore<Account>(options =>
        {
            options.SignIn.RequireConfirmedAccount = true;
            options.Lockout.MaxFailedAccessAttempts = settings.SignIn.Attempts;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(settings.SignIn.LockMinutes);
        }).AddUserStore<AccountUserStore>().AddSignInManager();

        AuthenticationBuilder authentication = services.AddAuthentication(ChoosingScheme)
            // A request that brings a key is judged by it alone.
            .AddPolicyScheme(ChoosingScheme, null, options => options.ForwardDefaultSelector = context =>
                ApiKeyHandler.IsGiven(context.Request) ? ApiKeyHandler.SchemeName
                : settings.ViewWithoutSignIn && !context.Request.Cookies.ContainsKey(NameOf(CookieName, isTls)) ? VisitorHandler.SchemeName
                : CookieScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, VisitorHandler>(VisitorHandler.SchemeName, null)
            .AddCookie(CookieScheme, options =>
            {
                Shape(options.Cookie, CookieName, isTls);
                options.ExpireTimeSpan = TimeSpan.FromDays(settings.SignIn.SessionDays);
                options.SlidingExpiration = true;
                options.LoginPath = "/login";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
                options.Events.OnRedirectToLogin = AskToSignIn;
                options.Events.OnRedirectToAccessDenied = Forbid;
            })
            .AddCookie(SecondStepScheme, options =>
            {
                Shape(options.Cookie, CookieName + "-step", isTls);
                options.ExpireTimeSpan = SecondStepPatience;
                options.SlidingExpiration = false;
            });
        if (settings.OpenidConnect is { } provider) OpenIdSignIn.Add(authentication, provider, isTls);

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(context => Permissions.May(context.User, Permission.Look)).Build())
            .AddPermissions();
        services.AddCascadingAuthenticationState();
        services.Replace(ServiceDescriptor.Scoped<AuthenticationStateProvider, CircuitSignIn>());
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                ClientAddress.Of(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.SignIn.TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>Gives a cookie what all of ours have.</summary>
    public static void Shape(CookieBuilder cookie, string name, bool isTls)
    {
        cookie.Name = NameOf(name, isTls);
        cookie.HttpOnly = true;
        cookie.Path = "/";
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = isTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForMachines(context.Request.Path)) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static Task Forbid(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
