using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Instruments;
using Microsoft.AspNetCore.Antiforgery;

namespace LtoAutoscope.Daemon.Web;

/// <summary>
/// STOP, and what is asked after it, as plain form posts: they need neither script nor circuit. The stop is given before anything else is waited for; the page comes back after the
/// hardware's answer, or without it when that takes long (the strip then shows what is still open). A script that asks for JSON gets the hardware's answer itself.
/// </summary>
internal static class StopEndpoint
{
    private static readonly TimeSpan PatienceForAnswer = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stop", StopAsync).RequirePermission(Permission.Stop).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/stop/park", (HttpContext context, LabCommands commands, IAntiforgery antiforgery) => AfterAsync(context, antiforgery, () => commands.ParkAsync(context.RequestAborted))).RequirePermission(Permission.Run).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/stop/abort", (HttpContext context, LabCommands commands, IAntiforgery antiforgery) => AfterAsync(context, antiforgery, () => commands.AbortAsync(context.RequestAborted))).RequirePermission(Permission.Run).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/stop/resume", (HttpContext context, LabCommands commands, IAntiforgery antiforgery) => AfterAsync(context, antiforgery, () => commands.ResumeAsync(context.RequestAborted))).RequirePermission(Permission.Run).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> StopAsync(HttpContext context, LabCommands commands, IAntiforgery antiforgery, TimeProvider time, ILoggerFactory logs)
    {
        if (!await IsOwnAsync(context, antiforgery)) return NotOwn("The stop was not sent: the form is not from this page", "Reload the page and press STOP again, or press the stop button of the instrument.");

        // Not tied to the request: a browser that gives up must not take the stop back.
        Task<StopReport> stop = commands.StopAsync();
        StopReport? report = null;
        try
        {
            report = await stop.WaitAsync(PatienceForAnswer, time);
        }
        catch (TimeoutException)
        {
            var logger = logs.CreateLogger(typeof(StopEndpoint));
            _ = stop.ContinueWith(
                failed => logger.LogError(failed.Exception, "The stop was given, but no answer came from the hardware."),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        return WantsJson(context.Request) ? Results.Json(report) : SeeOther.To(LocalPath.OfReferer(context.Request));
    }

    private static async Task<IResult> AfterAsync(HttpContext context, IAntiforgery antiforgery, Func<Task> command)
    {
        if (!await IsOwnAsync(context, antiforgery)) return NotOwn("Nothing was done: the form is not from this page", "Reload the page and press the button again.");
        string problem = await Telling.OfAsync(command);
        if (WantsJson(context.Request)) return problem.Length == 0 ? Results.NoContent() : Results.Problem(title: problem, statusCode: StatusCodes.Status400BadRequest);
        return problem.Length == 0 ? SeeOther.To(LocalPath.OfReferer(context.Request)) : Results.Text(problem, "text/plain; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);
    }

    private static bool WantsJson(HttpRequest request) => request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the form comes from a page of this site: by the browser's own word, else by its token. A stop, and a park after it, must not fail because the page's token has aged.</summary>
    private static async Task<bool> IsOwnAsync(HttpContext context, IAntiforgery antiforgery)
        => context.Request.Headers["Sec-Fetch-Site"] == "same-origin" || await antiforgery.IsRequestValidAsync(context);

    private static IResult NotOwn(string title, string detail) => Results.Problem(title: title, detail: detail, statusCode: StatusCodes.Status400BadRequest);
}
