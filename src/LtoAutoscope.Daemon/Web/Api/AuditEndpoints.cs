using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The audit trail; without the permission to read it all, everybody reads the own actions and what was done to the own jobs.</summary>
internal static class AuditEndpoints
{
    private const int DefaultPage = 100;

    public static void Map(RouteGroupBuilder audit)
    {
        audit.MapGet("", async ([AsParameters] AuditFilter filter, AuditReader reader, HttpContext http, CancellationToken token, int? page = null, [FromQuery(Name = "page_size")] int? pageSize = null) =>
        {
            (int number, int size) = Paging.Checked(page, pageSize ?? DefaultPage);
            (IReadOnlyList<AuditLine> lines, long total) = await reader.ReadAsync(filter.ToQuery(), checked((number - 1) * size), size, token);
            PageLinks.Write(http, number, size, total);
            return TypedResults.Ok(lines);
        }).WithSummary("Who did what, newest first");
        audit.MapGet("/{number:long}", async (long number, AuditReader reader, CancellationToken token)
            => await reader.FindAsync(number, token) is { } line ? (Results<Ok<AuditLine>, ProblemHttpResult>)TypedResults.Ok(line)
                : TypedResults.Problem(title: $"There is no line {number} that you may read", statusCode: StatusCodes.Status404NotFound)).WithSummary("One line");
        audit.MapGet("/proof", async (AuditReader reader, CancellationToken token) => TypedResults.Ok(await reader.ProveAsync(token))).RequirePermission(Permission.ReadAudit).WithSummary("Read the trail anew from the disk and prove its chain");
        audit.MapGet("/export", Export).WithSummary("All that fits, oldest first, as CSV or one JSON object a line");
    }

    private static PushStreamHttpResult Export([AsParameters] AuditFilter filter, AuditReader reader, HttpContext http, string format = "csv")
    {
        if (format is not ("csv" or "ndjson")) throw new InputException($"'{format}' cannot be written", "format", "Give csv or ndjson");
        return TypedResults.Stream(
            stream => AuditExport.WriteAsync(reader.AllAsync(filter.ToQuery(), http.RequestAborted), format == "csv", stream, http.RequestAborted),
            format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson", $"audit.{format}");
    }
}
