using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Kills;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench kills</c>: the daemon killed at random instants, and what is left of its runs.</summary>
internal static class BenchKillsVerb
{
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Kills.", HelpName = "N", DefaultValueFactory = _ => 200 };
        var tiles = new Option<int>("--tiles") { Description = "Tiles of a run.", HelpName = "N", DefaultValueFactory = _ => 12 };
        var seed = new Option<int>("--seed") { Description = "Seed of the instants.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("kills", "Kill the daemon at random instants of runs on the microscope in software, and hold the results against a run that nobody disturbed.") { count, tiles, seed, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(count) is { Implicit: false } && result.GetValue(count) is < 1 or > 100_000) result.AddError("--count must lie between 1 and 100,000.");
            if (result.GetResult(tiles) is { Implicit: false } && result.GetValue(tiles) is < 3 or > 1000) result.AddError("--tiles must lie between 3 and 1,000.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(new KillOptions(parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(tiles)), new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(KillOptions options, VerbConsole console, CancellationToken cancellationToken)
    {
        string root = Directory.CreateTempSubdirectory("lto-kills-").FullName;
        bool keep = false;
        try
        {
            KillReport report = await console.ProgressAsync("kills", progress => new KillBench(options, ContentFolders.Locate(), root).RunAsync(progress, cancellationToken)).ConfigureAwait(false);
            keep = !report.IsSound;
            console.WriteJson(report);
            console.WriteLine($"{report.Kills} kills, {report.KillsInAcquisition} of them in acquisition, over {report.Runs} runs of {report.Tiles} tiles: {report.Lost.Count} tiles lost, {report.Damaged.Count} files damaged or counted twice, {report.Different.Count} differences from the undisturbed run, {report.NotBooked.Count} doses not booked.");
            foreach (string sentence in report.Different.Concat(report.Lost).Concat(report.Damaged).Concat(report.NotBooked)) console.WriteLine($"  {sentence}");
            if (keep) console.WriteLine($"The data are kept in {root}.");
            return report.IsSound ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            if (!keep) Directory.Delete(root, recursive: true);
        }
    }
}
