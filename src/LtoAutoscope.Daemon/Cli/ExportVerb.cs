using System.CommandLine;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Exchange;
using LtoAutoscope.Storage.Bundles;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>
/// <c>export RUN</c>: the files of a run into a folder, the whole run as a bundle, its mosaics as OME-TIFF; out of a running daemon, or with <c>--data</c> straight out of a data folder.
/// </summary>
internal static class ExportVerb
{
    private static readonly string[] Files =
    [
        "particles.csv", "particles.parquet", "morphology.json", "prediction.json", "report.html", "report.json", "run.json", "journal.ndjson", "fem/result.json", "fem/voltage.csv", "fem/microstructure.svg",
    ];

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Id of the run; 'latest' for the newest." };
        var folder = new Option<string?>("--out") { Description = "Folder for the files of the run; made where it is missing.", HelpName = "DIR" };
        var filter = new Option<string?>("--particles") { Description = "Only these particles into particles.csv, as on the page Particles: such as \"diameter_nm=50..120&circularity=0.8..\". Needs a daemon.", HelpName = "FILTER" };
        var bundle = new Option<string?>("--bundle") { Description = "The run as one zip with SHA-256 manifest and RO-Crate metadata; checked after it is written.", HelpName = "FILE.zip" };
        var withoutFrames = new Option<bool>("--without-frames") { Description = "Leave the frames (TIFF) out of the bundle; previews and outlines stay." };
        var withoutFields = new Option<bool>("--without-fields") { Description = "Leave the cell model's fields over time out of the bundle." };
        var licence = new Option<string?>("--licence") { Description = "Licence that the bundle states: an address such as https://creativecommons.org/licenses/by/4.0/, or words. Without it the bundle says that none is stated.", HelpName = "TEXT" };
        var author = new Option<string[]>("--author") { Description = "Author that the bundle names: \"NAME\" or \"NAME,ORCID\"; may be given several times.", HelpName = "NAME" };
        var mosaics = new Option<string?>("--ome-tiff") { Description = "Folder for the mosaic of each area as OME-TIFF: full depth, tiles, pyramid, pixel size and stage position.", HelpName = "DIR" };
        var data = new Option<string?>("--data") { Description = "Read this data folder instead of asking a daemon.", HelpName = "DIR" };
        return ClientVerb.WithOptionalClient(new Command("export", "Copy the files of a run, pack it into a bundle, or write its mosaics as OME-TIFF: out of a running daemon, or with --data out of a data folder.") { run, folder, filter, bundle, withoutFrames, withoutFields, licence, author, mosaics, data }, data, async (parsed, client, console, token) =>
        {
            var wanted = new ExportRequest
            {
                Folder = Full(parsed.GetValue(folder)), Particles = parsed.GetValue(filter), Bundle = Full(parsed.GetValue(bundle)), Mosaics = Full(parsed.GetValue(mosaics)),
                Options = new BundleOptions { Frames = !parsed.GetValue(withoutFrames), Fields = !parsed.GetValue(withoutFields), Licence = parsed.GetValue(licence), Authors = [.. (parsed.GetValue(author) ?? []).Select(BundleAuthor.Parse)] },
            };
            wanted.Options.Require();
            if (wanted is { Folder: null, Bundle: null, Mosaics: null }) throw new InputException("nothing is asked for", "export", "Give --out DIR, --bundle FILE.zip or --ome-tiff DIR");
            (string id, List<string> written) = client is null
                ? await FromFolderAsync(await RunFolders.OpenAsync(parsed.GetValue(run)!, parsed.GetValue(data)!, token).ConfigureAwait(false), wanted, console, token).ConfigureAwait(false)
                : await FromDaemonAsync(await IdAsync(parsed.GetValue(run)!, client, token).ConfigureAwait(false), wanted, client, console, token).ConfigureAwait(false);
            if (written.Count == 0) throw new InputException("the run has no file to give yet", id, "Wait until its first frame is analysed");
            console.WriteJson(new JsonObject { ["run_id"] = id, ["files"] = new JsonArray([.. written.Select(path => JsonValue.Create(path))]) });
            foreach (string path in written) console.WriteLine(path);
            return ExitCode.Success;
        });
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);

    private static async Task<(string Id, List<string> Written)> FromFolderAsync(RunFolder run, ExportRequest wanted, VerbConsole console, CancellationToken cancellationToken)
    {
        if (wanted.Particles is not null) throw new InputException("particles are picked by a daemon", "--particles", "Leave out --data, or --particles");
        List<string> written = [];
        foreach (string file in wanted.Folder is null ? [] : Files)
        {
            if (!File.Exists(run.PathOf(file))) continue;
            string to = Path.Combine(wanted.Folder!, file.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(run.PathOf(file), to, overwrite: true);
            written.Add(to);
        }

        if (wanted.Bundle is { } zip)
        {
            await console.ProgressAsync("packing", progress => RunBundle.WriteFileAsync(run, wanted.Options, zip, new Shares(progress, Path.GetFileName(zip)), cancellationToken)).ConfigureAwait(false);
            written.Add(await CheckedAsync(zip, cancellationToken).ConfigureAwait(false));
        }

        if (wanted.Mosaics is { } folder)
        {
            MosaicExport export = await MosaicExport.OpenAsync(run, cancellationToken).ConfigureAwait(false);
            written.AddRange((await console.ProgressAsync("mosaics", progress => export.WriteAllAsync(folder, new Shares(progress, folder), cancellationToken)).ConfigureAwait(false)).Select(mosaic => mosaic.Path));
        }

        return (run.RunId, written);
    }

    private static async Task<(string Id, List<string> Written)> FromDaemonAsync(string id, ExportRequest wanted, DaemonClient client, VerbConsole console, CancellationToken cancellationToken)
    {
        string runs = $"runs/{Uri.EscapeDataString(id)}";
        List<string> written = [];
        foreach (string file in wanted.Folder is null ? [] : Files)
        {
            string source = file == "particles.csv" && wanted.Particles is { Length: > 0 } only ? $"{runs}/particles/export.csv?{only}" : $"{runs}/files/{file}";
            string path = Path.Combine(wanted.Folder!, file.Replace('/', Path.DirectorySeparatorChar));
            if (await client.DownloadAsync(source, path, cancellationToken).ConfigureAwait(false)) written.Add(path);
        }

        if (wanted.Bundle is { } zip)
        {
            console.WriteLine("packing and copying the bundle…");
            List<string> query = [$"frames={(wanted.Options.Frames ? "true" : "false")}", $"fields={(wanted.Options.Fields ? "true" : "false")}"];
            if (wanted.Options.Licence is { Length: > 0 } licence) query.Add($"licence={Uri.EscapeDataString(licence)}");
            query.AddRange(wanted.Options.Authors.Select(author => $"author={Uri.EscapeDataString(author.Orcid is null ? author.Name : $"{author.Name},{author.Orcid}")}"));
            if (await client.DownloadAsync($"{runs}/bundle.zip?{string.Join('&', query)}", zip, cancellationToken).ConfigureAwait(false)) written.Add(await CheckedAsync(zip, cancellationToken).ConfigureAwait(false));
        }

        if (wanted.Mosaics is { } folder)
        {
            foreach (JsonNode? area in (await client.GetAsync($"{runs}/mosaics", cancellationToken).ConfigureAwait(false))?.AsArray() ?? [])
            {
                int index = area!.GetValue<int>();
                string path = Path.Combine(folder, MosaicExport.NameOf(id, index));
                if (await client.DownloadAsync(FormattableString.Invariant($"{runs}/mosaics/{index}.ome.tif"), path, cancellationToken).ConfigureAwait(false)) written.Add(path);
            }
        }

        return (id, written);
    }

    private static async Task<string> CheckedAsync(string zip, CancellationToken cancellationToken)
    {
        BundleCheck check = await BundleVerifier.VerifyAsync(zip, cancellationToken).ConfigureAwait(false);
        return check.IsSound ? zip : throw new InputException($"the bundle reads back otherwise than it was packed: {check.Problems[0]}", zip, "Check the disk, and the run with 'verify'; then make the bundle again");
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

    private sealed class Shares(IProgress<(double Share, string Text)> progress, string text) : IProgress<double>
    {
        public void Report(double value) => progress.Report((value, text));
    }
}
