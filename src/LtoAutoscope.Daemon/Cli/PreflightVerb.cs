using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>preflight</c>: the checks before the night, also beside a running daemon.</summary>
internal static class PreflightVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("preflight", "Check what would end the night early: space for the queue, quota, speed of the disk, pending restart, sleep, clock. Exit 0 when nothing stands against it.") { data, config, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            PreflightSettings settings = PreflightFile.Load(ContentFolders.Locate(parsed.GetValue(config)).Config);
            DataFolder folder = await LabFolder.OpenAsync(parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            PreflightReport report = await new NightPreflight(folder, settings, TimeProvider.System).RunAsync(await SampleQueue.ReadAsync(folder, cancel).ConfigureAwait(false), null, cancel).ConfigureAwait(false);
            console.WriteJson(report);
            if (!console.IsJson) Write(console, report);
            return report.MayBegin ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static void Write(VerbConsole console, PreflightReport report)
    {
        foreach (PreflightCheck check in report.Checks)
        {
            console.WriteLine($"{Word(check.Outcome),-8} {check.Name,-12} {check.Value}{(check.Limit.Length > 0 ? $" (limit: {check.Limit})" : "")}");
            if (check.Outcome >= PreflightOutcome.Warning && check.ToDo.Length > 0) console.WriteLine($"{"",-21} {check.ToDo}");
        }

        console.WriteLine(report.MayBegin ? $"{report.Jobs} jobs wait; nothing stands against the night." : $"{report.Jobs} jobs wait; the night cannot work as planned.");
    }

    private static string Word(PreflightOutcome outcome) => outcome switch
    {
        PreflightOutcome.Passed => "passed",
        PreflightOutcome.Skipped => "skipped",
        PreflightOutcome.Warning => "WARNING",
        _ => "FAILED",
    };
}
