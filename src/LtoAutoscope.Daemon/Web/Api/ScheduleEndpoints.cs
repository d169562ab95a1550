using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Schedules;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Windows, deadlines and recurring tasks.</summary>
internal static class ScheduleEndpoints
{
    public static void Map(RouteGroupBuilder schedule)
    {
        schedule.MapGet("", (ILab lab, [FromServices] ScheduleSettings settings, [FromServices] RecurringTasks tasks) => TypedResults.Ok(new ScheduleState(lab.Current.Schedule, settings, tasks.View())))
            .WithSummary("What the schedule says now, its file, and the recurring tasks");
        schedule.MapPost("/tasks/{name}/run", async (string name, [FromServices] RecurringTasks tasks, CommandDesk desk, CancellationToken token)
            => TypedResults.Ok(await desk.DoAsync(new Command(Permission.Schedule, "schedule.run_task", name), by => tasks.RunNowAsync(name, by, token)))).RequirePermission(Permission.Schedule).WithSummary("Do a recurring task now, and answer when it has ended");
    }
}
