using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Api.Conventions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Registered samples with their synthesis, their measurements and their cells.</summary>
internal static class SampleEndpoints
{
    public static void Map(RouteGroupBuilder samples)
    {
        samples.MapGet("", async (ILab lab, HttpContext http, CancellationToken token, int? page = null, [FromQuery(Name = "page_size")] int? pageSize = null)
            => TypedResults.Ok(Paging.Of(await lab.ListSamplesAsync(token), page, pageSize, http))).WithSummary("All samples with their cells and places");
        samples.MapGet("/{name}", ReadAsync).WithSummary("One sample");
        samples.MapGet("/{name}/doses", async (string name, ILab lab, HttpContext http, CancellationToken token, int? page = null, [FromQuery(Name = "page_size")] int? pageSize = null)
            => TypedResults.Ok(Paging.Of(await lab.ReadDosesAsync(name, token), page, pageSize, http))).WithSummary("What the sample has been exposed to, oldest first, stage coordinates");
        samples.MapPut("/{name}", RegisterAsync).RequirePermission(Permission.Propose).WithSummary("Register a sample, or replace what is registered");
        samples.MapPost("/{name}/cells", AddCellAsync).RequirePermission(Permission.Propose).HeedIdempotencyKey().WithSummary("Add a measured cell");
    }

    private static async Task<Results<Ok<SampleView>, ProblemHttpResult>> ReadAsync(string name, ILab lab, CancellationToken cancellationToken)
        => await lab.ReadSampleAsync(name, cancellationToken) is { } sample
            ? TypedResults.Ok(sample)
            : TypedResults.Problem(title: $"No sample '{name}' is registered", statusCode: StatusCodes.Status404NotFound);

    private static async Task<Ok<SampleView>> RegisterAsync(string name, Sample sample, LabCommands commands, CancellationToken cancellationToken)
        => sample.Name == name
            ? TypedResults.Ok(await commands.RegisterSampleAsync(sample, cancellationToken))
            : throw new InputException($"the sample is called '{sample.Name}' and the address '{name}'", "name", "Send the same name in both");

    private static async Task<Ok<SampleView>> AddCellAsync(string name, CellTest test, LabCommands commands, CancellationToken cancellationToken)
        => test.SampleName == name
            ? TypedResults.Ok(await commands.AddCellTestAsync(test, cancellationToken))
            : throw new InputException($"the cell is of sample '{test.SampleName}' and the address of '{name}'", "sample_name", "Send the same name in both");
}
