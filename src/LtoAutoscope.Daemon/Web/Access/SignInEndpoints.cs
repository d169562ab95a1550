using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The plain form posts behind the sign-in page and the sign-out button.</summary>
internal static class SignInEndpoints
{
    /// <summary>Longest form of a sign-in, bytes.</summary>
    public const int LongestForm = 16 * 1024;

    private const int LongestName = 256, LongestCode = 64;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignInAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInServices.SignInLimit).WithMetadata(new RequestSizeLimitAttribute(LongestForm)).ExcludeFromDescription();
        routes.MapPost("/sign-in/code", CodeAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInServices.SignInLimit).WithMetadata(new RequestSizeLimitAttribute(LongestForm)).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LongestForm)).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IAntiforgery antiforgery, SignInService service, [FromForm] string? user, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        string target = LocalPath.Or(returnUrl, "/");
        // Checked here and not before, so that an aged page leads to a fresh one and not to an error.
        if (!await antiforgery.IsRequestValidAsync(context)) return SeeOther.To($"/login?aged=1&returnUrl={Uri.EscapeDataString(target)}");
        SignInOutcome outcome = string.IsNullOrWhiteSpace(user) || string.IsNullOrEmpty(password) || user.Length > LongestName || password.Length > Storage.Accounts.AccountStore.MaximumPasswordLength
            ? SignInOutcome.Refused
            : await service.PasswordAsync(context, user.Trim(), password);
        return SeeOther.To(outcome switch
        {
            SignInOutcome.SignedIn => target,
            SignInOutcome.SecondFactor => $"/login?code=1&returnUrl={Uri.EscapeDataString(target)}",
            _ => $"/login?failed=1&returnUrl={Uri.EscapeDataString(target)}",
        });
    }

    private static async Task<IResult> CodeAsync(HttpContext context, IAntiforgery antiforgery, SignInService service, [FromForm] string? code, [FromForm] string? returnUrl)
    {
        string target = LocalPath.Or(returnUrl, "/");
        if (!await antiforgery.IsRequestValidAsync(context)) return SeeOther.To($"/login?aged=1&returnUrl={Uri.EscapeDataString(target)}");
        SignInOutcome outcome = string.IsNullOrWhiteSpace(code) || code.Length > LongestCode ? SignInOutcome.SecondFactor : await service.CodeAsync(context, code);
        return SeeOther.To(outcome switch
        {
            SignInOutcome.SignedIn => target,
            SignInOutcome.SecondFactor => $"/login?code=1&failed=1&returnUrl={Uri.EscapeDataString(target)}",
            _ => $"/login?failed=1&returnUrl={Uri.EscapeDataString(target)}",
        });
    }

    /// <summary>Open to all, because whoever is not signed in has nothing to lose by it; the form's token keeps other sites from signing people out.</summary>
    private static async Task<IResult> SignOutAsync(HttpContext context, SignInService service, [FromForm] string? returnUrl)
    {
        await service.EndAsync(context);
        return SeeOther.To($"/login?returnUrl={Uri.EscapeDataString(LocalPath.Or(returnUrl, "/"))}");
    }
}
