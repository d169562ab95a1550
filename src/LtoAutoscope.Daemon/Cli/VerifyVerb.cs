using System.CommandLine;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>verify RUN</c>: whether a run folder is whole and says the same as its journal.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The run's folder, or its id in the data folder." };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("verify", "Check a run: journal, hashes of frames and results, nothing counted twice.") { run, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => VerifyAsync(parsed.GetValue(run)!, parsed.GetValue(data)!, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> VerifyAsync(string run, string data, VerbConsole console, CancellationToken cancellationToken)
    {
        string path = Directory.Exists(run) ? run : Path.Combine(data, "runs", run);
        VerifyReport report = await RunVerifier.VerifyAsync(path, cancellationToken).ConfigureAwait(false);
        console.WriteJson(report);
        if (!console.IsJson)
        {
            console.WriteLine($"{path}: {report.EventCount} journal lines, {report.FrameCount} frames, {report.Problems.Count} problems");
            foreach (VerifyProblem problem in report.Problems) console.WriteLine($"  {problem.Where}: {problem.What}. {problem.Remedy}.{(problem.IsHarmless ? " (harmless)" : "")}");
        }

        return report.IsSound ? ExitCode.Success : ExitCode.Failure;
    }
}
