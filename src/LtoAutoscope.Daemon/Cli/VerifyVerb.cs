using System.CommandLine;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Bundles;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>verify RUN</c>: whether a run folder is whole and says the same as its journal; with <c>--all</c> the whole data folder.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var run = new Argument<string?>("run") { Description = "The run's folder, its id in the data folder, or a bundle (.zip) of one.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Check every run of the data folder and every journal beside them." };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("verify", "Check a run: journal, hashes of every file, nothing counted twice, counts that come out again; or a bundle: archive, manifest and RO-Crate metadata.") { run, all, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string folder = parsed.GetValue(data)!;
            return (parsed.GetValue(run), parsed.GetValue(all)) switch
            {
                ({ } name, false) => VerifyAsync(name, folder, console, cancel),
                (null, true) => VerifyAllAsync(folder, console, cancel),
                _ => throw new InputException("either a run or --all is needed", "verify", "Give the folder or the id of a run, or --all for the whole data folder"),
            };
        }, token));
        return command;
    }

    private static async Task<int> VerifyAsync(string run, string data, VerbConsole console, CancellationToken cancellationToken)
    {
        if (run.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(run)) return await VerifyBundleAsync(run, console, cancellationToken).ConfigureAwait(false);
        string path = Directory.Exists(run) ? run : Path.Combine(data, "runs", run);
        VerifyReport report = await RunVerifier.VerifyAsync(path, cancellationToken).ConfigureAwait(false);
        console.WriteJson(report);
        if (!console.IsJson) Write(console, report);
        return report.IsSound ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> VerifyBundleAsync(string path, VerbConsole console, CancellationToken cancellationToken)
    {
        BundleCheck check = await BundleVerifier.VerifyAsync(path, cancellationToken).ConfigureAwait(false);
        console.WriteJson(check);
        if (!console.IsJson)
        {
            console.WriteLine(FormattableString.Invariant($"{check.Path}: bundle of run {check.RunId ?? "unknown"}, {check.Files} files, {check.Bytes / 1e6:0.0} MB unpacked, {check.Problems.Count} problems"));
            foreach (string problem in check.Problems) console.WriteLine($"  {problem}.");
        }

        return check.IsSound ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> VerifyAllAsync(string data, VerbConsole console, CancellationToken cancellationToken)
    {
        DataFolder folder = DataFolder.OpenReadOnly(data);
        DataVerifyReport report = await console.ProgressAsync("Verifying", progress => DataVerifier.VerifyAsync(folder, progress, cancellationToken)).ConfigureAwait(false);
        console.WriteJson(report);
        if (!console.IsJson)
        {
            foreach (VerifyReport run in report.Runs) Write(console, run);
            console.WriteLine($"{folder.Root}: {report.Runs.Count} runs, {report.Runs.Count(run => !run.IsSound)} of them not sound; {report.Journals} other journals");
            Write(console, report.Problems);
        }

        return report.IsSound ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Write(VerbConsole console, VerifyReport report)
    {
        console.WriteLine($"{report.Path}: {report.EventCount} journal lines, {report.FrameCount} frames, {report.FileCount} other files, {report.Problems.Count} problems");
        Write(console, report.Problems);
    }

    private static void Write(VerbConsole console, IReadOnlyList<VerifyProblem> problems)
    {
        foreach (VerifyProblem problem in problems) console.WriteLine($"  {problem.Where}: {problem.What}. {problem.Remedy}.{(problem.IsHarmless ? " (harmless)" : "")}");
    }
}
