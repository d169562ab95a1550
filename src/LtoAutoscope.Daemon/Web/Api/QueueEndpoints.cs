using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The queue. Each operation answers with the job as it is then, or with a problem that says why not.</summary>
internal static class QueueEndpoints
{
    public static void Map(RouteGroupBuilder queue)
    {
        queue.AddEndpointFilter(QueueVersions.FilterAsync);
        queue.MapGet("", (ILab lab) => TypedResults.Ok(lab.Current.Queue)).WithSummary("The queue: what has ended, what runs, what waits in the order in which it will run");
        queue.MapGet("/{id}", (string id, ILab lab) => Find(lab, id) is { } job ? (Results<Ok<JobView>, ProblemHttpResult>)TypedResults.Ok(job) : Missing(id)).WithSummary("One job");
        queue.MapPost("", EnqueueAsync).RequirePermission(Permission.Propose).HeedIdempotencyKey().WithSummary("Queue a sample; from somebody who may not run the queue it is a proposal, which waits for approval");
        queue.MapPost("/{id}/approve", (string id, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.ApproveAsync(id, token))).RequirePermission(Permission.Approve).WithSummary("Approve a proposal: it waits for its turn from now on");
        queue.MapDelete("/{id}", RemoveAsync).RequirePermission(Permission.Propose).WithSummary("Take a job that does not run out of the queue");
        queue.MapPatch("/{id}", (string id, JobChange change, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.ChangeAsync(id, change.Priority, change.Window, token))).RequirePermission(Permission.Propose).WithSummary("Set priority and window of a job");
        queue.MapPost("/{id}/move", MoveAsync).RequirePermission(Permission.Run).WithSummary("Move a job up or down, or to a place");
        queue.MapPost("/{id}/next", (string id, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.MoveNextAsync(id, token))).RequirePermission(Permission.Run).WithSummary("Make a job the next");
        queue.MapPost("/{id}/hold", (string id, ReasonRequest? request, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.HoldAsync(id, request?.Reason ?? "", token))).RequirePermission(Permission.Propose).WithSummary("Pass a waiting job over; the queue goes on");
        queue.MapPost("/{id}/resume", (string id, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.ResumeJobAsync(id, token))).RequirePermission(Permission.Propose).WithSummary("Let a held, stopped or failed job wait again");
        queue.MapPost("/{id}/cancel", (string id, ReasonRequest? request, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.CancelAsync(id, request?.Reason ?? "", token))).RequirePermission(Permission.Propose).WithSummary("Call a job off; what was counted is kept");
        queue.MapPost("/{id}/copy", (string id, CopyRequest? request, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, () => commands.CopyAsync(id, request?.Count ?? 1, token))).RequirePermission(Permission.Propose).HeedIdempotencyKey().WithSummary("Make copies of a job, all or none");
        queue.MapPost("/{id}/duplicate", (string id, ILab lab, LabCommands commands, CancellationToken token)
            => Do(lab, id, async () => (await commands.CopyAsync(id, 1, token))[0])).RequirePermission(Permission.Propose).HeedIdempotencyKey().WithSummary("Make one copy of a job");
    }

    private static async Task<Created<JobView>> EnqueueAsync(SampleRequest request, ILab lab, LabCommands commands, CancellationToken cancellationToken)
    {
        JobRequest asked = request.ToJob();
        if (asked.Sample?.Validate() is [_, ..] problems)
            throw new InputException(string.Join("; ", problems), "sample", "Correct these fields and send the sample again");
        var job = await commands.EnqueueAsync(asked, cancellationToken);
        return TypedResults.Created($"/api/v1/queue/{Uri.EscapeDataString(job.JobId)}", job);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, ILab lab, LabCommands commands, CancellationToken cancellationToken)
    {
        if (Find(lab, id) is null) return Missing(id);
        await commands.RemoveAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> MoveAsync(string id, MoveRequest request, ILab lab, LabCommands commands, CancellationToken cancellationToken)
    {
        if (Find(lab, id) is null) return Missing(id);
        return request switch
        {
            { By: { } by, To: null } when by is -1 or 1 => TypedResults.Ok(await commands.MoveAsync(id, by, cancellationToken)),
            { By: null, To: { } to } => TypedResults.Ok(await commands.MoveToAsync(id, to, cancellationToken)),
            _ => throw new InputException("a job moves by −1 or +1, or to a place", "by, to", "Send by: −1 to move it up, by: 1 to move it down, or to: 1 for the first place"),
        };
    }

    private static async Task<Results<Ok<T>, ProblemHttpResult>> Do<T>(ILab lab, string id, Func<Task<T>> operation)
        => Find(lab, id) is null ? Missing(id) : TypedResults.Ok(await operation());

    private static JobView? Find(ILab lab, string id) => lab.Current.Queue.FirstOrDefault(job => job.JobId == id);

    private static ProblemHttpResult Missing(string id)
        => TypedResults.Problem(title: "There is no such job in the queue", detail: $"No job has the id '{id}'.", statusCode: StatusCodes.Status404NotFound);
}
