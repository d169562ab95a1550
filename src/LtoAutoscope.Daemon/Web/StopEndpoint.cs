using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace LtoAutoscope.Daemon.Web;

/// <summary>
/// STOP as a plain form post: it needs neither script nor circuit. The stop is given before anything else is waited for; the page
/// comes back after the hardware's answer, or without it when that takes long (the strip then shows what is still open).
/// </summary>
internal static class StopEndpoint
{
    private static readonly TimeSpan PatienceForAnswer = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapPost("/stop", StopAsync).RequirePermission(Permission.Stop).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> StopAsync(HttpContext context, LabCommands commands, IAntiforgery antiforgery, TimeProvider time, ILoggerFactory logs)
    {
        if (!IsFromThisSite(context.Request) && !await antiforgery.IsRequestValidAsync(context))
            return Results.Problem(
                title: "The stop was not sent: the form is not from this page",
                detail: "Reload the page and press STOP again, or press the stop button of the instrument.",
                statusCode: StatusCodes.Status400BadRequest);

        // Not tied to the request: a browser that gives up must not take the stop back.
        var stop = commands.StopAsync();
        try
        {
            await stop.WaitAsync(PatienceForAnswer, time);
        }
        catch (TimeoutException)
        {
            var logger = logs.CreateLogger(typeof(StopEndpoint));
            _ = stop.ContinueWith(
                failed => logger.LogError(failed.Exception, "The stop was given, but no answer came from the hardware."),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        return SeeOther.To(LocalPath.OfReferer(context.Request));
    }

    /// <summary>A browser's own word for a same-origin post: a stop must not fail because the page's token has aged.</summary>
    private static bool IsFromThisSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin";
}
