using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>ETag on what is read of the queue, If-Match on what is changed (RFC 9110, sections 8.8.3 and 13.1.1): an edit of an older version is refused with 412, and nothing is done.</summary>
internal static class QueueVersions
{
    /// <summary>The endpoint filter.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        var lab = http.RequestServices.GetRequiredService<ILab>();
        if (!HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.IfMatch is { Count: > 0 } given)
        {
            string version = given.ToString().Trim();
            if (version != "*")
            {
                if (version.Length < 2 || version[0] != '"' || version[^1] != '"') throw new InputException($"'{version}' is no version", "If-Match", "Send the ETag of GET /api/v1/queue or of the job, with its quotes");
                http.RequestServices.GetRequiredService<LabCommands>().ExpectedQueue = version[1..^1];
            }
        }

        object? answer = await next(context);
        if (Tag(answer, lab) is { } tag)
        {
            http.Response.Headers.ETag = $"\"{tag}\"";
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.IfNoneMatch.ToString() == $"\"{tag}\"" && answer is not IValueHttpResult { Value: JobView }) return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return answer;
    }

    private static string? Tag(object? answer, ILab lab)
    {
        while (answer is INestedHttpResult nested) answer = nested.Result;
        return answer is not IValueHttpResult { Value: { } value } ? null
            : value switch { JobView job => QueueVersion.Of(job), IReadOnlyList<JobView> => QueueVersion.Of(lab.Current.Queue), _ => null };
    }
}
