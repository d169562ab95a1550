using System.ComponentModel;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Learning;
using LtoAutoscope.Pipeline.Regressions;
using LtoAutoscope.Pipeline.Studies;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The laboratory's own regressions: list, cards, evaluations, differences, fits, and which one new predictions use.</summary>
internal static class RegressionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder regressions = api.MapGroup("/regressions").WithTags("Regressions");
        regressions.MapGet("", ListAsync).RequirePermission(Permission.Look).WithSummary("Registered regressions of efficiency or capacity, the one in use, every switch, and the fit that goes on");
        regressions.MapGet("/difference", DifferenceAsync).RequirePermission(Permission.Look).WithSummary("What two regressions say of the samples that there are");
        regressions.MapGet("/{reference}/files/{file}", FileAsync).RequirePermission(Permission.Look).WithSummary("model.onnx, data.csv, card.json or evaluation.json of a registered regression").Produces(200, contentType: "application/octet-stream");
        regressions.MapPost("/fit", FitAsync).RequirePermission(Permission.Propose).WithSummary("Fit on the samples with measured cells, in the background: a new version, not taken into use");
        regressions.MapDelete("/fit", CancelAsync).RequirePermission(Permission.Propose).WithSummary("Cancel the fit; nothing is registered");
        regressions.MapPost("/compare", CompareAsync).RequirePermission(Permission.Propose).WithSummary("Compare two regressions on the samples that there are, and put it on record");
        regressions.MapPost("/use", UseAsync).RequirePermission(Permission.Approve).WithSummary("Have new predictions use a regression; those that are there keep theirs");
        api.MapGet("/study", StudyAsync).RequirePermission(Permission.Look).WithTags("Regressions").WithSummary("The virtual study that made this data folder, where there is one");
    }

    private static Task<RegressionView> ListAsync([FromServices] RegressionLibrary library, CancellationToken cancellationToken, string target = "ce1") => library.ReadAsync(RegressionTarget.Parse(target), cancellationToken);

    private static Task<RegressionDifference> DifferenceAsync([FromServices] RegressionLibrary library, [FromQuery(Name = "new"), DefaultValue(ModelRegistry.Shipped)] string? candidate, CancellationToken cancellationToken, string old = "in-use", string target = "ce1")
        => library.DifferenceAsync(RegressionTarget.Parse(target).Quantity, old, candidate ?? ModelRegistry.Shipped, cancellationToken);

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> FileAsync(string reference, string file, [FromServices] RegressionLibrary library, CancellationToken cancellationToken, string target = "ce1")
        => await library.FileAsync(RegressionTarget.Parse(target).Quantity, reference, file, cancellationToken) is { } path
            ? TypedResults.PhysicalFile(path, Path.GetExtension(file) switch { ".csv" => "text/csv; charset=utf-8", ".json" => "application/json", _ => "application/octet-stream" }, $"{reference.Replace('@', '-')}-{file}")
            : TypedResults.Problem($"There is no regression '{reference}' with a file '{file}'.", statusCode: StatusCodes.Status404NotFound);

    private static Task<RegressionFitProgress> FitAsync(RegressionFitRequest request, [FromServices] RegressionCommands commands, CancellationToken cancellationToken)
        => commands.FitAsync(new RegressionOrder { Target = RegressionTarget.Parse(request.Target), Name = request.Name, Features = request.Features, Material = request.Material, Note = request.Note ?? "" }, cancellationToken);

    private static Task<RegressionFitProgress> CancelAsync([FromServices] RegressionCommands commands, CancellationToken cancellationToken) => commands.CancelAsync(cancellationToken);

    private static Task<RegressionDifference> CompareAsync(RegressionCompareRequest request, [FromServices] RegressionCommands commands, CancellationToken cancellationToken)
        => commands.CompareAsync(RegressionTarget.Parse(request.Target), request.Old, request.New, cancellationToken);

    private static Task<ModelUse> UseAsync(RegressionUseRequest request, [FromServices] RegressionCommands commands, CancellationToken cancellationToken)
        => commands.UseAsync(RegressionTarget.Parse(request.Target), request.Reference, request.Reason, cancellationToken);

    private static async Task<Results<Ok<StudyReport>, ProblemHttpResult>> StudyAsync([FromServices] DataFolder data, CancellationToken cancellationToken)
    {
        string path = Path.Combine(data.Root, VirtualStudy.FileName);
        return File.Exists(path)
            ? TypedResults.Ok(await JsonFile.ReadAsync<StudyReport>(path, cancellationToken))
            : TypedResults.Problem("This data folder was not made by a virtual study.", statusCode: StatusCodes.Status404NotFound);
    }
}
