using System.Globalization;
using System.Text;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Syntheses;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The next syntheses: what was tried, what is proposed, and what became of it.</summary>
internal static class SynthesisEndpoints
{
    public static void Map(RouteGroupBuilder syntheses)
    {
        syntheses.MapGet("", ReadAsync).RequirePermission(Permission.Look).WithSummary("What was tried, the model's slices, and all proposals with what became of them");
        syntheses.MapGet("/table.csv", TableAsync).RequirePermission(Permission.Look).WithSummary("What was tried as a table that learn propose reads").Produces(200, contentType: "text/csv");
        syntheses.MapGet("/space", SpaceAsync).RequirePermission(Permission.Look).WithSummary("The search space as YAML");
        syntheses.MapPut("/space", WriteSpaceAsync).RequirePermission(Permission.EditRecipes).WithSummary("Write the laboratory's search space; refused with the line where it does not fit");
        syntheses.MapPost("/proposals", ProposeAsync).RequirePermission(Permission.Propose).WithSummary("Propose next syntheses; those that nobody decided about lapse");
        syntheses.MapPost("/proposals/{id}/accept", AcceptAsync).RequirePermission(Permission.Propose).WithSummary("Plan a proposal: register its sample and queue a job that is held until the powder is confirmed on a stub");
        syntheses.MapPost("/proposals/{id}/reject", RejectAsync).RequirePermission(Permission.Propose).WithSummary("Reject a proposal, with the reason");
    }

    /// <summary>The choice of a query, with the defaults for what it leaves out.</summary>
    /// <exception cref="InputException">A word is none that can be chosen, or a figure is out of range.</exception>
    internal static ObjectiveChoice ChoiceOf(string? objective, double? rate, string? value, double? theoretical, double? beta, double? gamma, double? kappa, string? material = null)
    {
        var plain = new ObjectiveChoice();
        return new ObjectiveChoice
        {
            Objective = objective?.ToLowerInvariant() switch
            {
                null or "" or "ce1" => SynthesisObjective.Ce1, "capacity" => SynthesisObjective.Capacity, "hyperscore" => SynthesisObjective.Hyperscore,
                _ => throw new InputException($"there is no objective '{objective}'", "objective", "Choose ce1, capacity or hyperscore"),
            },
            Value = value?.ToLowerInvariant() switch
            {
                null or "" or "ce1" => ScoreValue.Efficiency, "ce1_capacity" => ScoreValue.EfficiencyTimesCapacity,
                _ => throw new InputException($"V cannot be '{value}'", "value", "Choose ce1 or ce1_capacity"),
            },
            RatePerHour = rate ?? plain.RatePerHour, TheoreticalMAhG = theoretical, Material = string.IsNullOrWhiteSpace(material) ? plain.Material : material,
            Score = new HyperScore { Beta = beta ?? HyperScore.DefaultBeta, Gamma = gamma ?? HyperScore.DefaultGamma, Kappa = kappa ?? HyperScore.DefaultKappa },
        }.Checked();
    }

    private static async Task<Ok<SynthesisOverview>> ReadAsync(
        [FromServices] NextSyntheses syntheses, CancellationToken cancellationToken, string? objective = null, double? rate = null, string? value = null, double? theoretical = null, double? beta = null, double? gamma = null, double? kappa = null, string? material = null)
        => TypedResults.Ok(await syntheses.ReadAsync(ChoiceOf(objective, rate, value, theoretical, beta, gamma, kappa, material), cancellationToken));

    private static async Task<FileContentHttpResult> TableAsync(
        [FromServices] NextSyntheses syntheses, CancellationToken cancellationToken, string? objective = null, double? rate = null, string? value = null, double? theoretical = null, double? beta = null, double? gamma = null, double? kappa = null, string? material = null)
        => TypedResults.File(Encoding.UTF8.GetBytes(Csv(await syntheses.ReadAsync(ChoiceOf(objective, rate, value, theoretical, beta, gamma, kappa, material), cancellationToken))), "text/csv; charset=utf-8", "syntheses.csv");

    private static async Task<Ok<SpaceText>> SpaceAsync([FromServices] NextSyntheses syntheses, CancellationToken cancellationToken)
        => TypedResults.Ok(new SpaceText(await syntheses.Space.ReadTextAsync(cancellationToken), syntheses.Space.IsShipped));

    private static async Task<Ok<SpaceText>> WriteSpaceAsync(SpaceRequest request, [FromServices] SynthesisCommands commands, [FromServices] NextSyntheses syntheses, CancellationToken cancellationToken)
    {
        await commands.WriteSpaceAsync(request.Text, null, cancellationToken);
        return TypedResults.Ok(new SpaceText(await syntheses.Space.ReadTextAsync(cancellationToken), syntheses.Space.IsShipped));
    }

    private static async Task<Ok<IReadOnlyList<ProposedSynthesis>>> ProposeAsync(ProposeRequest request, [FromServices] SynthesisCommands commands, CancellationToken cancellationToken)
        => TypedResults.Ok(await commands.ProposeAsync(ChoiceOf(request.Objective, request.Rate, request.Value, request.Theoretical, request.Beta, request.Gamma, request.Kappa, request.Material), request.Count, cancellationToken));

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> AcceptAsync(string id, AcceptRequest request, [FromServices] NextSyntheses syntheses, [FromServices] SynthesisCommands commands, CancellationToken cancellationToken)
        => await syntheses.FindAsync(id, cancellationToken) is null ? Missing(id) : TypedResults.Ok(await commands.AcceptAsync(id, request.Recipe, request.Material, request.Stub, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RejectAsync(string id, ReasonRequest request, [FromServices] NextSyntheses syntheses, [FromServices] SynthesisCommands commands, CancellationToken cancellationToken)
    {
        if (await syntheses.FindAsync(id, cancellationToken) is null) return Missing(id);
        await commands.RejectAsync(id, request.Reason, cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Missing(string id) => TypedResults.Problem($"There is no proposal '{id}'.", statusCode: StatusCodes.Status404NotFound, title: "Not found");

    /// <summary>
    /// The columns that <c>learn propose</c> reads: a sample a row, the parameters, the mean of the objective and its standard error from the scatter of all samples' cells together, as the page has it;
    /// one cell, or two that agree by chance, tell no error of their own.
    /// </summary>
    private static string Csv(SynthesisOverview found)
    {
        string objective = found.Choice.Objective.ToString().ToLowerInvariant();
        var text = new StringBuilder("sample");
        foreach (var parameter in found.Parameters) text.Append(',').Append(parameter.Name);
        text.Append(CultureInfo.InvariantCulture, $",{objective},{objective}_sd,cells\n");
        TriedSynthesis[] repeated = [.. found.Tried.Where(static one => one.Cells > 1 && one.Error is not null)];
        double? variance = repeated.Length == 0 ? null : repeated.Sum(static one => one.Error!.Value * one.Error.Value * one.Cells * (one.Cells - 1)) / repeated.Sum(static one => one.Cells - 1);
        foreach (TriedSynthesis one in found.Tried)
        {
            text.Append(one.Sample);
            foreach (ParameterSetting setting in one.Settings) text.Append(',').Append(CsvField.Exactly(setting.Value));
            text.Append(CultureInfo.InvariantCulture, $",{one.Value:R},{(variance is { } of ? Math.Sqrt(of / one.Cells) : null):R},{one.Cells}\n");
        }

        return text.ToString();
    }
}
