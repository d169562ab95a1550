using System.CommandLine;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Reports.Runs;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>report RUN --out DIR</c>: a report of a run as it is known now, from its files; the one that the run wrote stays as it is.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Id of the run, 'latest' for the newest, or a run's folder." };
        var output = new Option<string>("--out") { Description = "Folder to write report.html and report.json to; made where it is missing.", HelpName = "DIR", Required = true };
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("report", "Make the sample report of a run again, with the cells and the characterisation that are registered now: report.html (prints to A4) and report.json. No daemon is needed; the run is not changed.") { run, output, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            RunFolder folder = await RunFolders.OpenAsync(parsed.GetValue(run)!, parsed.GetValue(data)!, cancel).ConfigureAwait(false);
            RunReportModel model = await ReportWriter.ReadAsync(folder, TimeProvider.System, cancel).ConfigureAwait(false);
            string to = Path.GetFullPath(parsed.GetValue(output)!), page = Path.Combine(to, "report.html"), document = Path.Combine(to, "report.json");
            if (page == folder.ReportPath) throw new Domain.InputException("that is the run's own folder, whose report stays as the run wrote it", to, "Choose another folder with --out");
            await AtomicFile.WriteTextAsync(page, RunReport.Render(model), cancel).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(document, ReportJson.Render(model), cancel).ConfigureAwait(false);
            console.WriteJson(new JsonObject { ["run_id"] = folder.RunId, ["files"] = new JsonArray(page, document) });
            console.WriteLine(page);
            console.WriteLine(document);
            return ExitCode.Success;
        }, token));
        return command;
    }
}
