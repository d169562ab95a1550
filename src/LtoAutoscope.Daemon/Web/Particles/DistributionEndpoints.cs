using System.Text;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Reports.Plots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>Distributions of several runs over one set of bars, and their exports.</summary>
internal static class DistributionEndpoints
{
    private const double PngZoom = 2;

    public static void Map(RouteGroupBuilder distributions)
    {
        distributions.MapGet("", async (HttpContext context, ParticleLibrary library, Distributions statistics, CancellationToken cancellationToken) => TypedResults.Ok(await ReadAsync(context, library, statistics, convergence: true, cancellationToken)))
            .WithSummary("Distributions of up to eight runs: runs, q, weight=number|volume, axis=linear|log, decisions=untouched|applied, and a filter").Produces<DistributionAnswer>().RequirePermission(Permission.Look);
        distributions.MapGet("/last-batch", async (string run, ParticleLibrary library, CancellationToken cancellationToken) => TypedResults.Ok(await library.LastBatchAsync(run, cancellationToken)))
            .WithSummary("The runs of the last batch before a run, or the run before it where batches have no names").RequirePermission(Permission.Look);
        distributions.MapGet("/export.svg", SvgAsync).WithSummary("The picture as SVG; the filter stands in its metadata").Produces(200, contentType: "image/svg+xml").RequirePermission(Permission.Look);
        distributions.MapGet("/export.png", PngAsync).WithSummary("The picture as PNG; the filter stands in its tEXt chunks").Produces(200, contentType: "image/png").RequirePermission(Permission.Look);
        distributions.MapGet("/export.csv", CsvAsync).WithSummary("Bars, curves and percentiles as CSV; the filter stands in its head").Produces(200, contentType: "text/csv").RequirePermission(Permission.Look);
    }

    /// <summary>Distributions of the runs of an address.</summary>
    /// <exception cref="InputException">A run is unknown, or a key malformed.</exception>
    private static async Task<DistributionAnswer> ReadAsync(HttpContext context, ParticleLibrary library, Distributions statistics, bool convergence, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), ["runs", .. ParticleAddress.DistributionKeys]);
        return await statistics.ReadAsync(address.Runs(), address.Distribution(convergence), cancellationToken);
    }

    private static async Task<FileContentHttpResult> SvgAsync(HttpContext context, ParticleLibrary library, Distributions statistics, CancellationToken cancellationToken)
    {
        DistributionAnswer answer = await ReadAsync(context, library, statistics, convergence: false, cancellationToken);
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(DistributionFiles.Svg(answer)), "image/svg+xml", DistributionFiles.Name(answer, "svg"));
    }

    private static async Task<FileContentHttpResult> PngAsync(HttpContext context, ParticleLibrary library, Distributions statistics, CancellationToken cancellationToken)
    {
        DistributionAnswer answer = await ReadAsync(context, library, statistics, convergence: false, cancellationToken);
        byte[] png = PlotPicture.ToPng(DistributionFiles.Svg(answer), PngZoom, DistributionFiles.Facts(answer));
        return TypedResults.Bytes(png, "image/png", DistributionFiles.Name(answer, "png"));
    }

    private static async Task<FileContentHttpResult> CsvAsync(HttpContext context, ParticleLibrary library, Distributions statistics, CancellationToken cancellationToken)
    {
        DistributionAnswer answer = await ReadAsync(context, library, statistics, convergence: false, cancellationToken);
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(DistributionFiles.Csv(answer)), "text/csv; charset=utf-8", DistributionFiles.Name(answer, "csv"));
    }
}
