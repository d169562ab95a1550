namespace LtoAutoscope.Daemon.Web;

/// <summary>303: the answer to a form post, so that reloading the next page posts nothing again.</summary>
internal sealed class SeeOther : IResult
{
    private readonly string _path;

    private SeeOther(string path) => _path = path;

    /// <param name="path">A path of this server.</param>
    public static IResult To(string path) => new SeeOther(path);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _path;
        return Task.CompletedTask;
    }
}
