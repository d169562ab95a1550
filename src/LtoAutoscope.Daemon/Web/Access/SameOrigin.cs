namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>
/// Refuses what another site makes a browser send: a request that changes something and is signed in by the browser's cookie must show that it comes from this site's own pages
/// (Fetch Metadata, W3C; else the header Origin). Forms have a token besides. A key in the header needs none of this, because no browser sends it by itself.
/// </summary>
internal static class SameOrigin
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method);
        if (isSafe || !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || !context.User.HasClaim(claim => claim.Type == Principals.SessionClaim) || IsOwn(request)) return next(context);
        return Results.Problem(
            title: "The request does not come from a page of this daemon", detail: "A program signs in by a key in the header Authorization; a page sends the header Origin or Sec-Fetch-Site.",
            statusCode: StatusCodes.Status403Forbidden, extensions: new Dictionary<string, object?> { ["remedy"] = "Use a key: lto-autoscope user key NAME" }).ExecuteAsync(context);
    }

    /// <summary>Whether a browser says that the request comes from a page of this site.</summary>
    public static bool IsOwn(HttpRequest request)
        => request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
            ? site == "same-origin"
            : string.Equals(request.Headers.Origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
