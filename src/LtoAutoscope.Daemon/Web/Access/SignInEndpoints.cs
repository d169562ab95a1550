using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The plain form posts behind the sign-in page and the sign-out button.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignIn).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInServices.SignInLimit).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOut).ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(
        HttpContext context, IAntiforgery antiforgery, ISignIn accounts, [FromForm] string? user, [FromForm] string? password, [FromForm] string? returnUrl, CancellationToken cancellationToken)
    {
        string target = LocalPath.Or(returnUrl, "/");
        // Checked here and not before, so that an aged page leads to a fresh one and not to an error.
        if (!await antiforgery.IsRequestValidAsync(context)) return SeeOther.To($"/login?aged=1&returnUrl={Uri.EscapeDataString(target)}");
        var person = string.IsNullOrWhiteSpace(user) || string.IsNullOrEmpty(password) || user.Length > 256 || password.Length > 1024
            ? null
            : await accounts.VerifyAsync(user.Trim(), password, cancellationToken);
        if (person is null) return SeeOther.To($"/login?failed=1&returnUrl={Uri.EscapeDataString(target)}");
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, person.Name), new Claim(ClaimTypes.Role, person.Role)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        return SeeOther.To(target);
    }

    private static async Task<IResult> SignOut(HttpContext context, [FromForm] string? returnUrl)
    {
        await context.SignOutAsync();
        return SeeOther.To($"/login?returnUrl={Uri.EscapeDataString(LocalPath.Or(returnUrl, "/"))}");
    }
}
