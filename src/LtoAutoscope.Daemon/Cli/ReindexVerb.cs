using System.CommandLine;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Index;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>reindex</c>: makes the LiteDB index again from the files, under the data folder's lock.</summary>
internal static class ReindexVerb
{
    public static Command Create()
    {
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("reindex", "Make the index again from the files of the data folder.") { data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => ReindexAsync(parsed.GetValue(data)!, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> ReindexAsync(string path, VerbConsole console, CancellationToken cancellationToken)
    {
        using DataFolder data = await DataFolder.OpenAsync(path, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        using LabIndex index = await LabIndex.OpenAsync(data, cancellationToken).ConfigureAwait(false);
        RebuildReport report = await index.RebuildAsync(data, null, cancellationToken).ConfigureAwait(false);
        foreach (string problem in report.Problems) await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        console.WriteJson(report);
        if (!console.IsJson) console.WriteLine($"{report.Runs} runs with {report.Frames} frames and {report.Jobs} jobs indexed in {path}");
        return report.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
