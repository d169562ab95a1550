using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>Tells of the pages beside the one that is answered, in the headers <c>X-Total-Count</c> and <c>Link</c> (RFC 8288).</summary>
internal static class PageLinks
{
    /// <summary>Writes the headers.</summary>
    /// <param name="context">The request; its other parameters stay in the links.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="pageSize">Entries on a page.</param>
    /// <param name="total">Entries on all pages.</param>
    public static void Write(HttpContext context, int page, int pageSize, long total)
    {
        long last = Math.Max(1, (total + pageSize - 1) / pageSize);
        List<string> links = [To(context, 1, "first"), To(context, last, "last")];
        if (page > 1) links.Add(To(context, Math.Min(page - 1, last), "prev"));
        if (page < last) links.Add(To(context, page + 1, "next"));
        context.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.Link = string.Join(", ", links);
    }

    private static string To(HttpContext context, long page, string relation)
    {
        var parameters = context.Request.Query.Where(pair => !string.Equals(pair.Key, "page", StringComparison.OrdinalIgnoreCase))
            .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value))).Append(KeyValuePair.Create("page", (string?)page.ToString(CultureInfo.InvariantCulture)));
        return $"<{QueryHelpers.AddQueryString(context.Request.PathBase + context.Request.Path, parameters)}>; rel=\"{relation}\"";
    }
}
