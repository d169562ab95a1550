using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Benchmarks;
using LtoAutoscope.Fem.Cases;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem bench halfcell</c>.</summary>
internal static class FemBenchHalfCellVerb
{
    public static Command Create()
    {
        var caseFile = new Option<string?>("--case") { Description = "The case; the shipped LTO half cell if none is given.", HelpName = "case.yaml" };
        var repeats = new Option<int>("--repeats") { Description = "Timed runs.", DefaultValueFactory = _ => 20, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("halfcell", "Time a case of the porous-electrode model on one thread.") { caseFile, repeats, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(repeats) is < 1 or > 10000) throw new InputException($"{parsed.GetValue(repeats)} runs cannot be timed", "--repeats", "Give 1 to 10000");
            ContentFolders folders = ContentFolders.Locate(parsed.GetValue(config));
            CellCase cell = CaseFile.Load(parsed.GetValue(caseFile) ?? Path.Combine(folders.Config, "cases", "lto-half-cell.yaml"), folders.Materials);
            HalfCellBenchResult result = await Task.Run(() => HalfCellBench.Run(cell, parsed.GetValue(repeats), cancellationToken: cancel), cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Case}: {result.MedianMs:0.0} ms a run (fastest {result.FastestMs:0.0}), {result.TimeSteps} time steps, {result.NewtonIterations} Newton iterations, {result.AllocatedMb:0.0} MB allocated"));
            }

            return ExitCode.Success;
        }, token));
        return command;
    }
}
