using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A run's mosaic and its frames: a manifest, tiles that browsers may keep for good, and the frames by the page.</summary>
internal static class MosaicEndpoints
{
    private const int DefaultFrames = 100, MostFrames = 1000;

    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("/{id}/mosaic", ManifestAsync).WithSummary("Size, levels, layers and frames of a run's mosaic; with ?since=STAMP only the frames that changed, and 304 when nothing did")
            .Produces<MosaicManifest>();
        runs.MapGet("/{id}/mosaic/{layer}/{level:int}/{column:int}/{row:int}", TileAsync)
            .WithSummary("A tile of the mosaic: layer image (JPEG), masks, size, focus or seam (PNG to lay over it); with ?v=VERSION it may be kept for good").Produces(200, contentType: "image/jpeg");
        runs.MapGet("/{id}/frames", FramesAsync).WithSummary("Frames of a run by the page: ?page, ?page_size, ?area, ?verdict, ?q (id or reason)");
        runs.MapGet("/{id}/frames/{frame}", FrameAsync).WithSummary("One frame: verdict with its reason, metadata, exposures and dose");
        runs.MapGet("/{id}/frames/{frame}/frame.tif", TiffAsync).WithSummary("A frame at full depth, with its metadata").Produces(200, contentType: "image/tiff");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ManifestAsync(
        string id, ILab lab, HttpContext context, IOptions<HttpJson> json, CancellationToken cancellationToken, string? since = null)
    {
        if (await lab.ReadMosaicAsync(id, cancellationToken) is not { } state) return RunEndpoints.Missing($"There is no run '{id}'");
        context.Response.Headers.CacheControl = "private, no-cache";
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(MosaicManifest.Of(state, since), json.Value.SerializerOptions);
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{state.Stamp}\""));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TileAsync(
        string id, string layer, int level, int column, int row, ILab lab, HttpContext context, CancellationToken cancellationToken)
    {
        if (!TryLayer(layer, out MosaicLayer shown) || await lab.ReadTileAsync(id, shown, level, column, row, cancellationToken) is not { } tile)
            return RunEndpoints.Missing($"Run '{id}' has no tile {layer}/{level}/{column}/{row}");
        context.Response.Headers.CacheControl = context.Request.Query["v"] == tile.Version ? "private, max-age=31536000, immutable" : "private, no-cache";
        return TypedResults.Bytes(tile.Bytes.ToArray(), tile.ContentType, entityTag: new EntityTagHeaderValue($"\"{tile.Version}\""));
    }

    private static async Task<Results<Ok<FramePage>, ProblemHttpResult>> FramesAsync(
        string id, ILab lab, CancellationToken cancellationToken, int page = 1, int page_size = DefaultFrames, int? area = null, string? verdict = null, string? q = null)
    {
        if (page < 1) throw new InputException($"there is no page {page}", "page", "Give a number from 1");
        if (page_size is < 1 or > MostFrames) throw new InputException($"a page cannot hold {page_size} frames", "page_size", $"Give a number from 1 to {MostFrames}");
        FrameVerdict? wanted = QueryWord.Parse<FrameVerdict>(verdict, nameof(verdict));
        if (await lab.ReadMosaicAsync(id, cancellationToken) is not { } state) return RunEndpoints.Missing($"There is no run '{id}'");
        FrameView[] found = [.. state.Frames.Where(frame => (area is null || state.Layout.Areas[frame.Area].Index == area) && (wanted is null || frame.Frame.Verdict == wanted)
            && (string.IsNullOrWhiteSpace(q) || frame.Frame.Metadata.FrameId.Contains(q, StringComparison.OrdinalIgnoreCase) || frame.Frame.Reason.Contains(q, StringComparison.OrdinalIgnoreCase)))
            .Select(frame => frame.Frame)];
        return TypedResults.Ok(new FramePage(found.Length, page, page_size, [.. found.Skip((int)Math.Min(int.MaxValue, (page - 1L) * page_size)).Take(page_size)]));
    }

    private static async Task<Results<Ok<FrameDetail>, ProblemHttpResult>> FrameAsync(string id, string frame, ILab lab, CancellationToken cancellationToken)
    {
        if (await lab.ReadMosaicAsync(id, cancellationToken) is not { } state || state.Frames.FirstOrDefault(one => one.Frame.Metadata.FrameId == frame) is not { } found)
            return RunEndpoints.Missing($"Run '{id}' has no frame '{frame}'");
        return TypedResults.Ok(new FrameDetail(found.Frame, await lab.ReadExposuresAsync(id, frame, cancellationToken)));
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> TiffAsync(string id, string frame, ILab lab, CancellationToken cancellationToken)
        => await lab.OpenFrameAsync(id, frame, cancellationToken) is { } stream
            ? TypedResults.Stream(stream, "image/tiff", $"{id}-{frame}.tif", enableRangeProcessing: true)
            : RunEndpoints.Missing($"Run '{id}' has no frame '{frame}' on the disk");

    private static bool TryLayer(string text, out MosaicLayer layer)
    {
        layer = default;
        return text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out layer);
    }
}
