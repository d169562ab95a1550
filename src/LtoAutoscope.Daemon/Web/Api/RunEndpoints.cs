using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Runs, their frames and their files.</summary>
internal static class RunEndpoints
{
    private const int DefaultPage = 200;

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
        runs.MapGet("", ListAsync).WithSummary("Runs, newest first, by the page: ?page, ?page_size, ?q (sample, id or recipe), ?sample, ?state, ?from, ?before; X-Total-Count and Link tell of the others");
        runs.MapGet("/{id}", RunAsync).WithSummary("One run; its particles only with ?particles=true, without its frames with ?frames=false");
        runs.MapGet("/{id}/frames/{frame}/preview.jpg", PreviewAsync).WithSummary("A frame's preview").Produces(200, contentType: "image/jpeg");
        runs.MapGet("/{id}/frames/{frame}/outlines", OutlinesAsync).WithSummary("The particles of a frame with outlines in pixels");
        runs.MapGet("/{id}/frames/{frame}/outlines.svg", OutlinesSvgAsync).WithSummary("The outlines as a picture to lay over the preview").Produces(200, contentType: "image/svg+xml");
        MosaicEndpoints.Map(runs);
        ExchangeEndpoints.Map(runs);
        runs.MapGet("/{id}/files/{**path}", FileAsync).WithSummary("A file of the run: particles.csv, particles.parquet, morphology.json, report.html and report.json as the run wrote them, fem/…");
    }

    private static async Task<Ok<IReadOnlyList<RunSummary>>> ListAsync(
        ILab lab, HttpContext context, CancellationToken cancellationToken, int page = 1, int page_size = DefaultPage, string? q = null, string? sample = null, string? state = null,
        DateTimeOffset? from = null, DateTimeOffset? before = null)
    {
        if (page < 1) throw new InputException($"there is no page {page}", "page", "Give a number from 1");
        if (page_size is < 1 or > RunQuery.LargestPageSize) throw new InputException($"a page cannot hold {page_size} runs", "page_size", $"Give a number from 1 to {RunQuery.LargestPageSize}");
        RunList list = await lab.FindRunsAsync(
            new RunQuery { Page = page, PageSize = page_size, Text = q ?? "", Sample = sample, State = QueryWord.Parse<RunState>(state, nameof(state)), From = from, Before = before }, cancellationToken);
        PageLinks.Write(context, page, page_size, list.Total);
        return TypedResults.Ok(list.Runs);
    }

    private static async Task<Results<Ok<RunDetail>, ProblemHttpResult>> RunAsync(string id, ILab lab, CancellationToken cancellationToken, bool particles = false, bool frames = true)
    {
        RunDetail? run = particles ? await lab.ReadRunAsync(id, cancellationToken) : await lab.ReadRunSummaryAsync(id, cancellationToken);
        return run is null ? Missing($"There is no run '{id}'") : TypedResults.Ok(frames ? run : run with { Frames = [] });
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

    internal static ProblemHttpResult Missing(string title) => TypedResults.Problem(title: title, statusCode: StatusCodes.Status404NotFound);
}
