using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Control by hand: one operator at a time.</summary>
internal static class ControlEndpoints
{
    public static void Map(RouteGroupBuilder control)
    {
        control.MapGet("", (ILab lab) => TypedResults.Ok(lab.Current.Control)).RequirePermission(Permission.Look).WithSummary("Who controls the instrument, and who asks for it");
        control.MapPost("/take", async (TakeControlRequest? request, ControlCommands commands, CancellationToken token) => TypedResults.Ok(await commands.TakeAsync(request?.AfterFrame ?? false, token)))
            .RequirePermission(Permission.Control).WithSummary("Take control; a running queue is paused after its present frame where that is asked for");
        control.MapPost("/renew", async (ControlCommands commands) => TypedResults.Ok(await commands.RenewAsync())).RequirePermission(Permission.Control).WithSummary("Say that the holder is still there; control runs out otherwise");
        control.MapPost("/release", async (ControlCommands commands) => TypedResults.Ok(await commands.ReleaseAsync())).RequirePermission(Permission.Control).WithSummary("Give control back; the instrument is stopped, blanked and parked");
        control.MapPost("/request", async (ReasonRequest? request, ControlCommands commands) => TypedResults.Ok(await commands.AskAsync(request?.Reason ?? ""))).RequirePermission(Permission.Control).WithSummary("Ask the holder for control; without an answer in time it goes over");
        control.MapDelete("/request", async (ControlCommands commands) => TypedResults.Ok(await commands.WithdrawAsync())).RequirePermission(Permission.Control).WithSummary("Take the own request back");
        control.MapPost("/answer", async (AnswerRequest request, ControlCommands commands) => TypedResults.Ok(await commands.AnswerAsync(request.Grant))).RequirePermission(Permission.Control).WithSummary("Grant or refuse the request, as the holder");
        control.MapPost("/force", async (ReasonRequest request, ControlCommands commands) => TypedResults.Ok(await commands.ForceAsync(request.Reason ?? ""))).RequirePermission(Permission.Maintain).WithSummary("Take control from its holder, with a reason");
        control.MapPost("/clear-stop", async (ControlCommands commands) => TypedResults.Ok(await commands.ClearStopAsync())).RequirePermission(Permission.Control).WithSummary("Let the holder's commands pass again after a stop; the queue stays held");
    }
}
