using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Alerts: what was told, the test, the acknowledgement, the pictures.</summary>
internal static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<AlertService>() is not { } alerts) return;
        RouteGroupBuilder group = routes.MapGroup("/api/v1/alerts").RequirePermission(Permission.Look).WithTags("Alerts");
        group.MapGet("", () => TypedResults.Ok(alerts.Status())).WithSummary("The newest alerts, to whom they went, and how the channels do");
        group.MapPost("/test", async (AlertTestRequest? request, AlertCommands commands, CancellationToken cancellationToken)
            => TypedResults.Ok(await commands.TestAsync(request?.Channel, cancellationToken))).RequirePermission(Permission.Run).WithSummary("Send a test message over all channels, or one, and wait for what becomes of it");
        group.MapPost("/{id}/acknowledge", async (string id, AlertCommands commands, CancellationToken cancellationToken) =>
        {
            await commands.AcknowledgeAsync(id, cancellationToken);
            return TypedResults.NoContent();
        }).RequirePermission(Permission.Run).WithSummary("Note that the alert was seen: nobody else is told");
        group.MapGet("/{id}/evidence/{number:int}", (string id, int number) => Evidence(alerts, id, number)).WithSummary("A picture that shows what happened");
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Evidence(AlertService alerts, string id, int number)
    {
        IReadOnlyList<string> paths = alerts.Status().Alerts.FirstOrDefault(alert => alert.Event.EventId == id)?.Event.Evidence ?? [];
        return number >= 0 && number < paths.Count && alerts.Evidence.Find(paths[number]) is { } found
            ? TypedResults.PhysicalFile(found.Path, found.MediaType)
            : TypedResults.Problem(title: "There is no such picture", statusCode: StatusCodes.Status404NotFound);
    }
}
