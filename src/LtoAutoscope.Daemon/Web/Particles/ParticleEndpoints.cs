using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Decisions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>The particles of a run: list, facts, distributions, crops, passports, decisions.</summary>
internal static class ParticleEndpoints
{
    private const int UsualPage = 100, ScatterCells = 64, ScatterPoints = 1500;

    public static void Map(RouteGroupBuilder runs)
    {
        var particles = runs.MapGroup("/{id}/particles").WithTags("Particles");
        particles.MapGet("", ListAsync).WithSummary("A page of the particles that a filter lets through: diameter_nm=50..120, flags=edge,overlap, without=doubtful, decided=rejected, frame=a01-f0003; page, page_size, sort=-diameter_nm")
            .RequirePermission(Permission.Look);
        particles.MapGet("/columns", ColumnsAsync).WithSummary("Quantities with units and ranges, flags with counts").RequirePermission(Permission.Look);
        particles.MapGet("/distribution", DistributionAsync).WithSummary("Bars, density, cumulative share and percentiles with 95 % intervals: q, weight=number|volume, axis=linear|log, decisions=untouched|applied, and a filter").RequirePermission(Permission.Look);
        particles.MapGet("/scatter", ScatterAsync).WithSummary("Two quantities against each other, counted in cells: x, y, and a filter").RequirePermission(Permission.Look);
        particles.MapGet("/place", PlaceAsync).WithSummary("The place of a particle in a filtered and sorted list: particle, sort, and a filter").RequirePermission(Permission.Look);
        particles.MapGet("/export.csv", ParticleExports.CsvAsync).WithSummary("The particles that a filter lets through as CSV, the filter in its head").Produces(200, contentType: "text/csv").RequirePermission(Permission.Look);
        particles.MapGet("/decisions", DecisionsAsync).WithSummary("What people decided about particles, oldest first; nothing is ever overwritten").RequirePermission(Permission.Look);
        particles.MapPost("/decisions", DecideAsync).WithSummary("Accept or reject particles, or withdraw a decision; a rejection needs a reason").RequirePermission(Permission.Propose);
        particles.MapGet("/{particle}", PassportAsync).WithSummary("All that is known of one particle").RequirePermission(Permission.Look);
        particles.MapGet("/{particle}/crop.jpg", CropAsync).WithSummary("The particle cut from its frame: nm (side on the sample), px (side of the picture), outline=0|1").Produces(200, contentType: "image/jpeg").RequirePermission(Permission.Look);
    }

    internal static ProblemHttpResult NoRun(string id) => TypedResults.Problem(title: $"There is no run '{id}'", detail: "GET /api/v1/runs lists them.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ParticlePage>, ProblemHttpResult>> ListAsync(string id, ParticleLibrary library, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), "page", "page_size", "sort");
        int size = address.Number("page_size", UsualPage, 1, ParticleAddress.MostOfAPage), page = address.Number("page", 1, 1, int.MaxValue);
        (ParticleQuantity? sort, bool descending) = address.Sort();
        return Answer(id, await library.AskAsync(id, run => ParticleLists.Page(run, library.Select(run, address.Filter), address.Filter, sort, descending, page, size), cancellationToken));
    }

    private static async Task<Results<Ok<ParticleFacts>, ProblemHttpResult>> ColumnsAsync(string id, ParticleLibrary library, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request));
        return Answer(id, await library.AskAsync(id, run => ParticleFacts.Of(run, library.Select(run, address.Filter)), cancellationToken));
    }

    private static async Task<Results<Ok<DistributionAnswer>, ProblemHttpResult>> DistributionAsync(string id, ParticleLibrary library, Distributions distributions, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), [.. ParticleAddress.DistributionKeys, "convergence"]);
        DistributionRequest request = address.Distribution(address.Choice("convergence", "0", "1"));
        return Answer(id, await library.AskAsync(id, run => distributions.Of([run], request), cancellationToken));
    }

    private static async Task<Results<Ok<ParticleScatter>, ProblemHttpResult>> ScatterAsync(string id, ParticleLibrary library, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), "x", "y");
        (ParticleQuantity x, ParticleQuantity y) = (address.Quantity("x", ParticleQuantity.Diameter), address.Quantity("y", "circularity"));
        return Answer(id, await library.AskAsync(id, run => ParticleLists.Scatter(run, library.Select(run, address.Filter), x, y, ScatterCells, ScatterPoints), cancellationToken));
    }

    private static async Task<Results<Ok<ParticlePlace>, ProblemHttpResult>> PlaceAsync(string id, string particle, ParticleLibrary library, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), "particle", "sort");
        (ParticleQuantity? sort, bool descending) = address.Sort();
        return Answer(id, await library.AskAsync(id, run => new ParticlePlace(ParticleQuery.PlaceOf(run.Columns, library.Select(run, address.Filter), sort?.Key, descending, run.Columns.Find(particle))), cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<ParticleDecision>>, ProblemHttpResult>> DecisionsAsync(string id, ParticleLibrary library, CancellationToken cancellationToken)
        => Answer(id, await library.AskAsync(id, run => run.Decisions.All, cancellationToken));

    private static async Task<Results<Ok<DecisionReceipt>, ProblemHttpResult>> DecideAsync(string id, DecisionRequest request, ParticleLibrary library, ParticleCommands commands, CancellationToken cancellationToken)
    {
        if (await library.OpenAsync(id, cancellationToken) is null) return NoRun(id);
        RunParticles run = await commands.DecideAsync(id, request.ParticleIds, request.Verdict, request.Reason, cancellationToken);
        return TypedResults.Ok(new DecisionReceipt([.. run.Decisions.All.TakeLast(request.ParticleIds.Distinct().Count())], run.Decisions.RejectedCount));
    }

    private static async Task<Results<Ok<ParticlePassport>, ProblemHttpResult>> PassportAsync(string id, string particle, ParticlePassports passports, CancellationToken cancellationToken)
        => await passports.OfAsync(id, particle, cancellationToken) is { } passport ? TypedResults.Ok(passport) : NoParticle(id, particle);

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> CropAsync(
        string id, string particle, ParticleLibrary library, ParticleCrops crops, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), "nm", "px", "outline");
        if (address.Filter.IsEmpty is false) throw new InputException("a crop takes no filter", "filter", "Use nm, px and outline");
        (RunParticles? run, int row, double feret) = await library.AskAsync(id, run => (run, Row: run.Columns.Find(particle), Feret: run.Columns.Find(particle) is >= 0 and var at ? run.Columns.Numbers("feret_max_nm")[at] : double.NaN), cancellationToken);
        if (run is null || row < 0) return NoParticle(id, particle);
        double side = address.Length("nm", ParticleCrops.SideFor(double.IsFinite(feret) ? feret : 100), 1, 1e6);
        int size = address.Number("px", 160, 16, 1024);
        bool outline = address.Choice("outline", "0", "1");
        var tag = new EntityTagHeaderValue($"\"{ParticleCrops.TagOf(run, row, side, size, outline)}\"");
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "private, max-age=31536000, immutable" : "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.GetTypedHeaders().ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return await crops.CropAsync(run, row, side, size, outline, cancellationToken) is { } jpeg
            ? TypedResults.Bytes(jpeg, "image/jpeg", entityTag: tag)
            : TypedResults.Problem(title: $"The frame of particle '{particle}' is not on the disk", detail: "Restore the run's frames from a backup.", statusCode: StatusCodes.Status404NotFound);
    }

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(string id, T? answer) where T : class => answer is null ? NoRun(id) : TypedResults.Ok(answer);

    private static ProblemHttpResult NoParticle(string id, string particle)
        => TypedResults.Problem(title: $"Run '{id}' has no particle '{particle}'", detail: $"GET /api/v1/runs/{id}/particles lists them.", statusCode: StatusCodes.Status404NotFound);
}
