using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Exchange;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Bundles;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>What leaves the laboratory: reports as they are known now, bundles, mosaics as OME-TIFF.</summary>
internal static class ExchangeEndpoints
{
    private const int MostAuthors = 100;

    /// <summary>A mosaic takes a processor and a disk; one at a time is enough.</summary>
    private static readonly SemaphoreSlim Mosaics = new(1, 1);

    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("/{id}/report.html", ReportAsync).WithSummary("The sample report, made now from the run and what is registered of its sample; the one that the run wrote at its end stays under files/report.html").Produces(200, contentType: "text/html");
        runs.MapGet("/{id}/report.json", ReportJsonAsync).WithSummary("The same for programs, with units (form lto-autoscope/report/1)").Produces(200, contentType: "application/json");
        runs.MapGet("/{id}/bundle.zip", BundleAsync).WithSummary("The run as one zip with SHA-256 manifest and RO-Crate metadata: ?frames=false, ?fields=false, ?licence (an address or words), ?author (NAME or NAME,ORCID; several)").Produces(200, contentType: "application/zip");
        runs.MapGet("/{id}/mosaics", MosaicsAsync).WithSummary("The areas whose mosaic can be had as OME-TIFF");
        runs.MapGet("/{id}/mosaics/{area:int}.ome.tif", MosaicAsync).WithSummary("The mosaic of an area at full depth: OME-TIFF, tiled, with a pyramid, pixel size and stage position").Produces(200, contentType: "image/tiff");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReportAsync(string id, ILab lab, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (await lab.OpenRunFolderAsync(id, cancellationToken) is not { } folder) return RunEndpoints.Missing($"There is no run '{id}'");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Documents;
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Content(RunReport.Render(await ReportWriter.ReadAsync(folder, time, cancellationToken)), "text/html; charset=utf-8");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReportJsonAsync(string id, ILab lab, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (await lab.OpenRunFolderAsync(id, cancellationToken) is not { } folder) return RunEndpoints.Missing($"There is no run '{id}'");
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Content(ReportJson.Render(await ReportWriter.ReadAsync(folder, time, cancellationToken)), "application/json; charset=utf-8");
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> BundleAsync(
        string id, ILab lab, HttpContext context, CancellationToken cancellationToken, bool frames = true, bool fields = true, string? licence = null, [FromQuery] string[]? author = null)
    {
        if (author is { Length: > MostAuthors }) throw new InputException($"{author.Length} authors are too many", "author", $"Name at most {MostAuthors}");
        var options = new BundleOptions { Frames = frames, Fields = fields, Licence = string.IsNullOrWhiteSpace(licence) ? null : licence.Trim(), Authors = [.. (author ?? []).Select(BundleAuthor.Parse)] };
        // What is wrong with the options must be told before the answer begins.
        options.Require();
        if (await lab.OpenRunFolderAsync(id, cancellationToken) is not { } folder) return RunEndpoints.Missing($"There is no run '{id}'");
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(body => RunBundle.WriteAsync(folder, options, body, null, context.RequestAborted), "application/zip", $"{id}.zip");
    }

    private static async Task<Results<Ok<IReadOnlyList<int>>, ProblemHttpResult>> MosaicsAsync(string id, ILab lab, CancellationToken cancellationToken)
        => await lab.OpenRunFolderAsync(id, cancellationToken) is { } folder
            ? TypedResults.Ok((await MosaicExport.OpenAsync(folder, cancellationToken)).Areas)
            : RunEndpoints.Missing($"There is no run '{id}'");

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> MosaicAsync(string id, int area, ILab lab, CancellationToken cancellationToken)
    {
        if (await lab.OpenRunFolderAsync(id, cancellationToken) is not { } folder) return RunEndpoints.Missing($"There is no run '{id}'");
        MosaicExport export = await MosaicExport.OpenAsync(folder, cancellationToken);
        if (!export.Areas.Contains(area)) return RunEndpoints.Missing($"Run '{id}' has no area {area} with a frame that counts");
        string path = Temporary(folder);
        await Mosaics.WaitAsync(cancellationToken);
        try
        {
            await export.WriteAsync(area, path, null, cancellationToken);
        }
        finally
        {
            Mosaics.Release();
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        return TypedResults.Stream(stream, "image/tiff", MosaicExport.NameOf(id, area));
    }

    /// <summary>A file beside the data, on their disk; the system's own folder may be small.</summary>
    private static string Temporary(RunFolder folder)
        => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(folder.FolderPath))!, "cache", "exports", $"{Guid.NewGuid():N}.ome.tif");
}
