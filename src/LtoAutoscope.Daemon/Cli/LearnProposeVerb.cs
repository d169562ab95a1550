using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Optimisation;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Learning.Tables;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn propose</c>: the next syntheses from a table of those that were tried.</summary>
internal static class LearnProposeVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "CSV with a header: a column a parameter of the space, the objective, optionally <objective>_sd and sample. Equal settings are repeats; a row without the objective is planned.", Required = true, HelpName = "F.csv" };
        var space = new Option<string>("--space") { Description = "The search space: parameters and constraints.", Required = true, HelpName = "space.yaml" };
        var batch = new Option<int>("--batch") { Description = $"Proposals, 1 to {OptimiserOptions.MostProposals}.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var objective = new Option<string>("--objective") { Description = "What to raise: a column, ce1, capacity, or hyperscore (computed from ce1 where there is no such column).", DefaultValueFactory = _ => "ce1", HelpName = "COL" };
        var minimise = new Option<bool>("--minimise") { Description = "Lower the objective instead." };
        var scoreValue = new Option<string>("--score-value") { Description = "What V of the computed hyperscore is.", DefaultValueFactory = _ => "ce1" };
        scoreValue.AcceptOnlyFromAmong("ce1", "ce1_capacity");
        var theoretical = new Option<double?>("--theoretical") { Description = "Theoretical capacity for ce1_capacity, mAh/g; the material's if it is not given.", HelpName = "Q" };
        theoretical.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (> 0 and <= 10_000))) result.AddError("--theoretical: give a capacity above 0 and at most 10,000 mAh/g");
        });
        Option<string> material = FemFitVerb.Material();
        Option<string?> config = CommonOptions.Config();
        (Option<double> beta, Option<double> gamma, Option<double> kappa) = LearnHyperscoreVerb.Constants();
        var seed = new Option<int>("--seed") { Description = "The same seed on the same data gives the same proposals.", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "Also write the JSON document into this file.", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("propose", "Propose the next syntheses by Bayesian optimisation.") { data, space, batch, objective, minimise, scoreValue, material, theoretical, beta, gamma, kappa, seed, output, config, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(material) is { Implicit: false } && result.GetResult(theoretical) is not null) result.AddError("--material and --theoretical both tell the theoretical capacity: give one of them");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            SearchSpace where = SearchSpaceFile.Load(parsed.GetValue(space)!);
            var figure = new ObjectiveColumn(parsed.GetValue(objective)!) { Score = LearnHyperscoreVerb.Of(parsed, beta, gamma, kappa) };
            if (parsed.GetValue(scoreValue) == "ce1_capacity")
            {
                double capacity = parsed.GetValue(theoretical) ?? FemFitVerb.Load(parsed.GetValue(material)!, parsed.GetValue(config)).TheoreticalCapacityMAhG;
                figure = figure with { Value = ScoreValue.EfficiencyTimesCapacity, TheoreticalMAhG = capacity };
            }

            ObservationTable table = ObservationTable.Read(CsvTable.Read(parsed.GetValue(data)!), where, figure);
            IReadOnlyList<Observation> tried = ObservationMerge.Of(where, table.Measured);
            var options = new OptimiserOptions { Batch = parsed.GetValue(batch), Seed = parsed.GetValue(seed), Minimise = parsed.GetValue(minimise), Ceiling = CeilingOf(table, figure) };
            ProposalSet found = await Task.Run(() => BayesianOptimiser.Propose(where, tried, table.Planned, options, cancel), cancel).ConfigureAwait(false);
            System.Text.Json.Nodes.JsonObject document = ProposalDocument.Of(where, table, tried, found, options);
            console.WriteJson(document);
            Show(console, where, found, table.Column);
            if (parsed.GetValue(output) is { Length: > 0 } path)
            {
                await AtomicFile.WriteTextAsync(path, document.ToJsonString(DomainJson.File) + "\n", cancel).ConfigureAwait(false);
                console.WriteLine($"Wrote {path}");
            }

            return ExitCode.Success;
        }, token));
        return command;
    }

    /// <summary>What the objective cannot exceed: a column ce1 of fractions 1, a score that is computed here that of V = 1. A column of another unit or name is not known.</summary>
    private static double CeilingOf(ObservationTable table, ObjectiveColumn objective)
        => objective.Name == ObjectiveColumn.HyperScore && table.Column != objective.Name ? objective.Score.Of(1)
            : objective.Name == "ce1" && table.Measured.All(observation => observation.Value <= 1) ? 1
            : double.PositiveInfinity;

    private static void Show(VerbConsole console, SearchSpace space, ProposalSet found, string objective)
    {
        if (console.IsJson) return;
        if (found.Best is { } best) console.WriteLine($"Best so far: {objective} {Number(best.Value)} at {space.Text(best.Point)}{(best.Label.Length > 0 ? $" ({best.Label})" : "")}");
        console.WriteLine(found.Note);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("#");
        foreach (SpaceParameter parameter in space.Parameters) table.AddColumn(Markup.Escape(parameter.Unit.Length > 0 ? $"{parameter.Name}, {parameter.Unit}" : parameter.Name));
        foreach (string head in (string[])[$"predicted {objective}", "± sd", "expected gain", "P(better)"]) table.AddColumn(Markup.Escape(head));
        for (int i = 0; i < found.Proposals.Count; i++)
        {
            SynthesisProposal proposal = found.Proposals[i];
            table.AddRow([$"{i + 1}", .. space.Parameters.Select((parameter, k) => Markup.Escape(parameter.Text(proposal.Point[k]))), Number(proposal.Predicted), Number(proposal.Deviation), Number(proposal.ExpectedGain), Number(proposal.ImprovementProbability)]);
        }

        console.Terminal.Write(table);
        for (int i = 0; i < found.Proposals.Count; i++) console.WriteLine($"{i + 1}. {found.Proposals[i].Reason}");
    }

    private static string Number(double? value) => value is { } known ? known.ToString("0.#####", CultureInfo.InvariantCulture) : "–";
}
