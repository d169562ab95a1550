using System.Globalization;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Nights;
using LtoAutoscope.Storage.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Morning pages as they lie on the disk, and their figures.</summary>
internal static class NightEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<DataFolder>() is not { } data) return;
        RouteGroupBuilder api = routes.MapGroup("/api/v1/nights").RequirePermission(Permission.Look).WithTags("Nights");
        api.MapGet("", () => TypedResults.Ok(NightReport.List(data))).WithSummary("Nights that have a morning page, newest first");
        api.MapGet("/{date}", (string date) => File(data, date, NightReport.JsonName, "application/json")).WithSummary("The figures of a night's morning page");
        routes.MapGet("/nights/{date}", (string date, HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Documents;
            return File(data, date, NightReport.PageName, "text/html; charset=utf-8");
        }).RequirePermission(Permission.Look).ExcludeFromDescription();
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> File(DataFolder data, string date, string name, string type)
    {
        string? path = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? Path.Combine(NightReport.FolderOf(data, day), name) : null;
        return path is not null && System.IO.File.Exists(path)
            ? TypedResults.PhysicalFile(path, type)
            : TypedResults.Problem(title: $"The night of '{date}' has no page", detail: "It is written when a night ends, or by `lto-autoscope night report --date YYYY-MM-DD`.", statusCode: StatusCodes.Status404NotFound);
    }
}
