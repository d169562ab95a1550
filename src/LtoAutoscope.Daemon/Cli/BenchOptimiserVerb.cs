using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Optimisation.Studies;
using LtoAutoscope.Reports.Plots;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench optimiser</c>: Bayesian optimisation against random and grid search at equal budget.</summary>
internal static class BenchOptimiserVerb
{
    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "Repetitions of each method on each problem, 1 to 200.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var problems = new Option<string>("--problems") { Description = "Which, separated by commas: " + string.Join(", ", OptimiserProblem.All.Select(problem => problem.Name)), DefaultValueFactory = _ => "all", HelpName = "NAMES" };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "T" };
        var figure = new Option<string?>("--figure") { Description = "Also draw the curves into this file.", HelpName = "FILE.svg" };
        var output = new Option<string?>("--out") { Description = "Also write the curves as JSON into this file.", HelpName = "FILE.json" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("optimiser", "Simple regret of Bayesian optimisation, random and grid search on functions whose best is known.") { seeds, problems, threads, figure, output, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int count = parsed.GetValue(seeds) is >= 1 and <= 200 and var given ? given : throw new InputException($"{parsed.GetValue(seeds)} repetitions cannot be run", "--seeds", "Give 1 to 200");
            OptimiserProblem[] chosen = Chosen(parsed.GetValue(problems)!);
            var clock = Stopwatch.StartNew();
            List<RegretCurve> curves = [];
            foreach (OptimiserProblem problem in chosen)
            {
                curves.AddRange(await console.ProgressAsync(problem.Title, progress =>
                    Task.Run(() => OptimiserStudy.Run(problem, count, Math.Max(1, parsed.GetValue(threads)), new Relay(progress), cancel), cancel)).ConfigureAwait(false));
            }

            var document = new { Seeds = count, WallS = Math.Round(clock.Elapsed.TotalSeconds, 1), Curves = curves };
            console.WriteJson(document);
            Show(console, chosen, curves);
            if (parsed.GetValue(figure) is { Length: > 0 } drawing)
            {
                await AtomicFile.WriteTextAsync(drawing, RegretPlot.Render([.. chosen.Select(problem => Panel(problem, curves))], count), cancel).ConfigureAwait(false);
                console.WriteLine($"Wrote {drawing}");
            }

            if (parsed.GetValue(output) is { Length: > 0 } file)
            {
                await AtomicFile.WriteTextAsync(file, System.Text.Json.JsonSerializer.Serialize(document, DomainJson.File) + "\n", cancel).ConfigureAwait(false);
                console.WriteLine($"Wrote {file}");
            }

            return ExitCode.Success;
        }, token));
        return command;
    }

    private static OptimiserProblem[] Chosen(string names)
    {
        if (names == "all") return [.. OptimiserProblem.All];
        return [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => OptimiserProblem.All.FirstOrDefault(problem => problem.Name == name)
            ?? throw new InputException($"there is no problem '{name}'", "--problems", $"Choose of {string.Join(", ", OptimiserProblem.All.Select(problem => problem.Name))}"))];
    }

    private static RegretPanel Panel(OptimiserProblem problem, List<RegretCurve> curves)
        => new(problem.Title, problem.Name == "virtual-lto" ? "regret, points of the HyperScore" : "regret", [.. curves.Where(curve => curve.Problem == problem.Name).Select(curve => new RegretLine(Word(curve.Method), curve.Lower, curve.Median, curve.Upper))]);

    private static void Show(VerbConsole console, OptimiserProblem[] problems, List<RegretCurve> curves)
    {
        if (console.IsJson) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["problem", "syntheses", "method", "regret: median", "quartiles", "at half the budget"]) table.AddColumn(head);
        foreach (OptimiserProblem problem in problems)
            foreach (RegretCurve curve in curves.Where(curve => curve.Problem == problem.Name))
                table.AddRow(problem.Title, Number(problem.Budget), Word(curve.Method), Number(curve.Median[^1]), $"{Number(curve.Lower[^1])} to {Number(curve.Upper[^1])}", Number(curve.Median[problem.Budget / 2 - 1]));
        console.Terminal.Write(table);
    }

    private static string Word(SearchMethod method) => method switch { SearchMethod.Bayesian => "Bayesian optimisation", SearchMethod.Random => "random", _ => "grid" };

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => progress.Report(((double)value.Done / value.Total, FormattableString.Invariant($"{value.Done} of {value.Total}")));
    }
}
