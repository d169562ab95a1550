using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The form of the first run.</summary>
internal static class FirstRunEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapPost("/first-run", SetAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(SignInServices.SignInLimit).WithMetadata(new RequestSizeLimitAttribute(SignInEndpoints.LongestForm)).ExcludeFromDescription();

    private static async Task<IResult> SetAsync(
        HttpContext context, FirstRun first, SignInService service, SignInTrail trail, IAntiforgery antiforgery, [FromForm] string? token, [FromForm] string? user, [FromForm] string? password, [FromForm] string? again)
    {
        if (!first.MayEnter(token)) return SeeOther.To("/login");
        if (!await antiforgery.IsRequestValidAsync(context)) return Back("This page had aged. Please fill it in again.");
        if (password != again) return Back("The two passwords differ.");
        try
        {
            Account account = await first.SetAsync(user?.Trim() ?? "", password ?? "", context.RequestAborted);
            await trail.RecordAsync(context, "account.create", account.Name, account.Role, AuditResult.Done, "first run");
            await service.BeginAsync(context, account, "first_run");
            return SeeOther.To("/welcome");
        }
        catch (InputException refused)
        {
            return Back(Telling.Of(refused));
        }

        IResult Back(string problem) => SeeOther.To($"/first-run?token={Uri.EscapeDataString(token ?? "")}&problem={Uri.EscapeDataString(problem)}&user={Uri.EscapeDataString(user?.Trim() ?? "")}");
    }
}
