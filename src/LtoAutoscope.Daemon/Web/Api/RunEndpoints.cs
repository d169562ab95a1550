using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Runs, their frames and their files.</summary>
internal static class RunEndpoints
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv; charset=utf-8",
        [".json"] = "application/json",
        [".html"] = "text/html; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".parquet"] = "application/vnd.apache.parquet",
    };

    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("", async (ILab lab, CancellationToken cancellationToken) => TypedResults.Ok(await lab.ListRunsAsync(cancellationToken)))
            .WithSummary("Runs, newest first");
        runs.MapGet("/{id}", RunAsync).WithSummary("One run; its particles only with ?particles=true");
        runs.MapGet("/{id}/frames/{frame}/preview.jpg", PreviewAsync).WithSummary("A frame's preview").Produces(200, contentType: "image/jpeg");
        runs.MapGet("/{id}/frames/{frame}/outlines", OutlinesAsync).WithSummary("The particles of a frame with outlines in pixels");
        runs.MapGet("/{id}/frames/{frame}/outlines.svg", OutlinesSvgAsync).WithSummary("The outlines as a picture to lay over the preview").Produces(200, contentType: "image/svg+xml");
        runs.MapGet("/{id}/files/{**path}", FileAsync).WithSummary("A file of the run: particles.csv, particles.parquet, morphology.json, report.html, fem/…");
    }

    private static async Task<Results<Ok<RunDetail>, ProblemHttpResult>> RunAsync(string id, ILab lab, CancellationToken cancellationToken, bool particles = false)
    {
        if (await lab.ReadRunAsync(id, cancellationToken) is not { } run) return Missing($"There is no run '{id}'");
        return TypedResults.Ok(particles ? run : run with { Particles = [] });
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PreviewAsync(
        string id, string frame, ILab lab, HttpContext context, CancellationToken cancellationToken)
    {
        if (await lab.ReadFramePreviewAsync(id, frame, cancellationToken) is not { } jpeg) return Missing($"Frame '{frame}' of run '{id}' has no preview");
        return Cached(context, jpeg, "image/jpeg");
    }

    private static async Task<Results<Ok<FrameOutlines>, ProblemHttpResult>> OutlinesAsync(string id, string frame, ILab lab, CancellationToken cancellationToken)
        => await lab.ReadFrameOutlinesAsync(id, frame, cancellationToken) is { } outlines
            ? TypedResults.Ok(outlines)
            : Missing($"Frame '{frame}' of run '{id}' has not been analysed");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OutlinesSvgAsync(
        string id, string frame, ILab lab, HttpContext context, CancellationToken cancellationToken)
    {
        if (await lab.ReadFrameOutlinesAsync(id, frame, cancellationToken) is not { } outlines) return Missing($"Frame '{frame}' of run '{id}' has not been analysed");
        return Cached(context, System.Text.Encoding.UTF8.GetBytes(OutlineDrawing.Draw(outlines)), "image/svg+xml");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FileAsync(
        string id, string path, ILab lab, HttpContext context, CancellationToken cancellationToken)
    {
        if (!IsPlain(path) || await lab.OpenRunFileAsync(id, path, cancellationToken) is not { } stream) return Missing($"Run '{id}' has no file '{path}' to give");
        string type = ContentTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
        bool toRead = path.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Documents;
        return TypedResults.Stream(stream, type, toRead ? null : $"{id}-{Path.GetFileName(path)}");
    }

    /// <summary>Whether a path stays where it starts; the laboratory keeps the list of what may be given.</summary>
    internal static bool IsPlain(string path)
        => path.Length is > 0 and < 256 && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/')
            && path.Split('/').All(part => part.Length > 0 && part.Trim('.').Length > 0 && part[0] != '.');

    private static FileContentHttpResult Cached(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "private, max-age=31536000, immutable" : "private, no-cache";
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 16));
        return TypedResults.Bytes(bytes, type, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }

    private static ProblemHttpResult Missing(string title) => TypedResults.Problem(title: title, statusCode: StatusCodes.Status404NotFound);
}
