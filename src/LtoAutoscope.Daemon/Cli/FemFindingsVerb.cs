using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Identification.Findings;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem findings</c>: the parameter study behind docs/findings.md.</summary>
internal static class FemFindingsVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for findings.md and images/findings.", Required = true, HelpName = "DIR" };
        Option<string> material = FemFitVerb.Material();
        var points = new Option<int>("--points") { Description = "Points along an axis of a map.", DefaultValueFactory = _ => 25, HelpName = "N" };
        Option<int> threads = FemFitVerb.Threads();
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("findings", "Redo the study of the paper's claims: every figure and table.") { output, material, points, threads, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(points) is < 5 or > 201) throw new InputException($"{parsed.GetValue(points)} points cannot be used", "--points", "Give 5 to 201");
            var study = new FindingsStudy(FemFitVerb.Load(parsed.GetValue(material)!, parsed.GetValue(config)), parsed.GetValue(points), parsed.GetValue(threads));
            string folder = parsed.GetValue(output)!;
            int runs = await console.ProgressAsync("findings", progress => study.WriteAsync(folder, progress, cancel)).ConfigureAwait(false);
            console.WriteJson(new { runs, Out = folder });
            console.WriteLine($"{runs} runs; written to {folder}");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
