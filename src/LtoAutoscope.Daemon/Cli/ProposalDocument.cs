using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Optimisation;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The JSON document of <c>learn propose</c>; parameters keep the names that the space gives them.</summary>
internal static class ProposalDocument
{
    public static JsonObject Of(SearchSpace space, ObservationTable table, IReadOnlyList<Observation> tried, ProposalSet found, OptimiserOptions options) => new()
    {
        ["objective"] = table.Column,
        ["minimise"] = options.Minimise,
        ["seed"] = options.Seed,
        ["measurements"] = table.Measured.Count,
        ["syntheses"] = tried.Count,
        ["planned"] = table.Planned.Count,
        ["best"] = found.Best is { } best ? new JsonObject { ["parameters"] = Parameters(space, best.Point), ["value"] = best.Value, ["label"] = best.Label, ["repeats"] = best.Repeats } : null,
        ["model"] = found.Surrogate is { } model ? new JsonObject
        {
            ["kernel"] = "matern_5_2", ["lengthscales"] = new JsonObject(space.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, (JsonNode?)JsonValue.Create(model.Lengthscales[i])))), ["nugget_sd"] = model.NuggetDeviation,
        } : null,
        ["note"] = found.Note,
        ["proposals"] = new JsonArray([.. found.Proposals.Select(proposal => (JsonNode)new JsonObject
        {
            ["parameters"] = Parameters(space, proposal.Point), ["predicted"] = proposal.Predicted, ["sd"] = proposal.Deviation, ["expected_gain"] = proposal.ExpectedGain,
            ["probability_of_improvement"] = proposal.ImprovementProbability, ["kind"] = JsonSerializer.SerializeToNode(proposal.Kind, DomainJson.Line), ["reason"] = proposal.Reason,
            ["nearest"] = proposal.Nearest is { } near ? new JsonObject { ["label"] = near.Label, ["parameters"] = Parameters(space, near.Point), ["value"] = near.Value, ["distance"] = proposal.NearestDistance } : null,
        })]),
    };

    private static JsonObject Parameters(SearchSpace space, IReadOnlyList<double> point)
        => new(space.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, (JsonNode?)(parameter.Kind == ParameterKind.Categorical ? JsonValue.Create(parameter.Text(point[i])) : JsonValue.Create(point[i])))));
}
