using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>runs list</c> and <c>runs show RUN</c>: the runs of a running daemon.</summary>
internal static class RunsVerb
{
    public static Command Create() => new("runs", "The runs of a running daemon.") { List(), Show() };

    private static Command List() => ClientVerb.With(new Command("list", "Runs, newest first."), async (_, client, console, token) =>
    {
        JsonNode runs = (await client.GetAsync("runs", token).ConfigureAwait(false))!;
        console.WriteJson(runs);
        if (console.IsJson) return ExitCode.Success;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Run", "Sample", "State", "Particles", "Median diameter, nm", "CE model", "CE regression");
        foreach (JsonNode? run in runs.AsArray())
            table.AddRow([.. new[] { ClientVerb.Text(run, "run_id"), ClientVerb.Text(run, "sample_name"), ClientVerb.Text(run, "state"), ClientVerb.Text(run, "particles"), Number(run, "median_diameter_nm", "0.0"), Number(run, "ce1_model", "0.0000"), Number(run, "ce1_regression", "0.0000") }.Select(Markup.Escape)]);
        console.Terminal.Write(table);
        return ExitCode.Success;
    });

    private static Command Show()
    {
        var id = new Argument<string>("run") { Description = "Id of the run." };
        return ClientVerb.With(new Command("show", "One run: what it was made with, its frames, what was decided and what came out.") { id }, async (parsed, client, console, token) =>
        {
            JsonNode run = (await client.GetAsync($"runs/{Uri.EscapeDataString(parsed.GetValue(id)!)}", token).ConfigureAwait(false))!;
            console.WriteJson(run);
            if (console.IsJson) return ExitCode.Success;
            console.WriteLine($"{ClientVerb.Text(run, "record", "run_id")}: sample {ClientVerb.Text(run, "record", "sample", "name")} on stub {ClientVerb.Text(run, "record", "stub", "name")}, {ClientVerb.Text(run, "state")}");
            console.WriteLine($"recipe {ClientVerb.Text(run, "record", "recipe", "name")}, version {ClientVerb.Text(run, "record", "recipe", "version")}; {run["frames"]?.AsArray().Count ?? 0} frames; network {ClientVerb.Text(run, "record", "segmentation_model")}");
            if (run["morphology"] is JsonObject morphology)
                console.WriteLine($"{ClientVerb.Text(morphology, "particle_count")} whole particles; median diameter {Number(morphology["diameter_nm"], "median", "0.0")} nm, mean aspect ratio {Number(morphology["aspect_ratio"], "mean", "0.00")}");
            if (run["cell"] is JsonObject cell) console.WriteLine($"cell model: first-cycle efficiency {Number(cell, "ce1", "0.0000")}");
            if (run["regression"] is JsonObject regression)
            {
                console.WriteLine($"regression: first-cycle efficiency {Number(regression, "ce1", "0.0000")}");
                if (regression["capacity"] is JsonObject capacity) console.WriteLine($"regression: capacity at {Number(capacity, "rate_per_hour", "0.###")} C {Number(capacity, "capacity_mAh_g", "0.0")} mAh/g");
            }

            foreach (JsonNode? decision in run["decisions"]?.AsArray().TakeLast(10) ?? []) console.WriteLine($"{ClientVerb.Text(decision, "at")} {ClientVerb.Text(decision, "title")}: {ClientVerb.Text(decision, "reason")}");
            return ExitCode.Success;
        });
    }

    private static string Number(JsonNode? node, string key, string format)
        => node?[key] is JsonValue value && value.TryGetValue(out double number) ? number.ToString(format, System.Globalization.CultureInfo.InvariantCulture) : "–";
}
