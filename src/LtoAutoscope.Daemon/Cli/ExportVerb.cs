using System.CommandLine;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>export RUN --out DIR</c>: the files of a run out of a running daemon.</summary>
internal static class ExportVerb
{
    private static readonly string[] Files =
    [
        "particles.csv", "particles.parquet", "morphology.json", "prediction.json", "report.html", "run.json", "journal.ndjson", "fem/result.json", "fem/voltage.csv", "fem/microstructure.svg",
        "fem/material.yaml", "cell.bpx.json",
    ];

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Id of the run; 'latest' for the newest." };
        var folder = new Option<string>("--out") { Description = "Folder to write to; made where it is missing.", HelpName = "DIR", Required = true };
        var filter = new Option<string?>("--particles") { Description = "Only these particles into particles.csv, as on the page Particles: such as \"diameter_nm=50..120&circularity=0.8..\".", HelpName = "FILTER" };
        return ClientVerb.With(new Command("export", "Copy the files of a run out of a running daemon: particles, morphology, prediction, report, cell model.") { run, folder, filter }, async (parsed, client, console, token) =>
        {
            string id = await IdAsync(parsed.GetValue(run)!, client, token).ConfigureAwait(false);
            string to = Path.GetFullPath(parsed.GetValue(folder)!);
            JsonArray written = [];
            foreach (string file in Files)
            {
                string source = file == "particles.csv" && parsed.GetValue(filter) is { Length: > 0 } only
                    ? $"runs/{Uri.EscapeDataString(id)}/particles/export.csv?{only}"
                    : $"runs/{Uri.EscapeDataString(id)}/files/{file}";
                string path = Path.Combine(to, file.Replace('/', Path.DirectorySeparatorChar));
                if (await client.DownloadAsync(source, path, token).ConfigureAwait(false)) written.Add(path);
            }

            if (written.Count == 0) throw new InputException("the run has no file to give yet", id, "Wait until its first frame is analysed");
            console.WriteJson(new JsonObject { ["run_id"] = id, ["files"] = written.DeepClone() });
            foreach (JsonNode? path in written) console.WriteLine(path!.GetValue<string>());
            return ExitCode.Success;
        });
    }

    private static async Task<string> IdAsync(string given, DaemonClient client, CancellationToken cancellationToken)
    {
        if (given != "latest")
        {
            // One that is not there is told as that, and not as a run without files.
            await client.GetAsync($"runs/{Uri.EscapeDataString(given)}", cancellationToken).ConfigureAwait(false);
            return given;
        }

        JsonNode? runs = await client.GetAsync("runs?page=1&page_size=1", cancellationToken).ConfigureAwait(false);
        JsonArray? list = runs as JsonArray ?? runs?["runs"] as JsonArray ?? runs?["items"] as JsonArray;
        return list is [var newest, ..] ? ClientVerb.Text(newest, "run_id") : throw new InputException("there is no run yet", "latest", "Queue a sample first");
    }
}
