using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Pipeline.Inspection;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench inspect</c>: which frames are quarantined, and why.</summary>
internal static class BenchInspectVerb
{
    public static Command Create()
    {
        var defaults = new InspectionBenchOptions();
        var frames = new Option<int>("--frames") { Description = "Ordinary frames of each synthetic powder.", DefaultValueFactory = _ => defaults.Ordinary, HelpName = "N" };
        var micrographs = new Option<int>("--micrographs") { Description = "Ordinary frames of the real micrographs.", DefaultValueFactory = _ => defaults.Micrographs, HelpName = "N" };
        var faulty = new Option<int>("--faulty") { Description = "Frames of each fault and powder.", DefaultValueFactory = _ => defaults.Faulty, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of places and noise.", DefaultValueFactory = _ => defaults.Seed, HelpName = "S" };
        var powder = new Option<string>("--powder") { Description = "Only powders whose name contains this.", DefaultValueFactory = _ => "", HelpName = "NAME" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("inspect", "Inspect ordinary frames and frames with every fault of the twin: a table of verdicts, and what an inspection costs.") { frames, micrographs, faulty, seed, powder, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            var options = new InspectionBenchOptions { Ordinary = parsed.GetValue(frames), Micrographs = parsed.GetValue(micrographs), Faulty = parsed.GetValue(faulty), Seed = parsed.GetValue(seed), Powder = parsed.GetValue(powder)! };
            InspectionBenchReport report = await console.ProgressAsync("inspecting", progress => Task.Run(() => InspectionBench.Run(options, progress, cancel), cancel)).ConfigureAwait(false);
            console.WriteJson(report);
            Describe(console, report);
            return report.IsMet ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, InspectionBenchReport report)
    {
        if (console.IsJson) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string head in (string[])["powder", "fault", "frames", "right", "verdicts"]) table.AddColumn(head);
        foreach (InspectionBenchRow row in report.Rows)
        {
            string verdicts = string.Join(", ", row.Verdicts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}")));
            table.AddRow(row.Powder, row.Fault.Length == 0 ? "none" : row.Fault, row.Frames.ToString(CultureInfo.InvariantCulture), row.RightCount.ToString(CultureInfo.InvariantCulture) + (row.IsBeyondThePicture ? " (not asked)" : ""), verdicts);
        }

        console.Terminal.Write(table);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.FalseCount} of {report.OrdinaryCount} ordinary frames quarantined (limit {InspectionBenchReport.MostFalse:P0}); an inspection takes {report.MedianMs:0.0} ms of processor time in the median, {report.Percentile95Ms:0.0} ms at the 95th percentile (limit of the median {InspectionBenchReport.LongestMs:0} ms)."));
    }
}
