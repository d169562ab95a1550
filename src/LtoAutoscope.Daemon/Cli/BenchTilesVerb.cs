using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Imaging.Pyramids;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Mosaics;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench tiles</c>: how fast the answers are that the list of runs and the Run page ask for, with a run of many tiles.</summary>
internal static class BenchTilesVerb
{
    private const double WantedMs = 300;
    private const int Asked = 60;

    public static Command Create()
    {
        var defaults = new LargeRunOptions();
        var tiles = new Option<int>("--tiles") { Description = "Tiles of the run.", HelpName = "N", DefaultValueFactory = _ => defaults.Tiles };
        var runs = new Option<int>("--runs") { Description = "Other runs in the list.", HelpName = "N", DefaultValueFactory = _ => defaults.OtherRuns };
        var width = new Option<int>("--width") { Description = "Width of a frame, pixels.", HelpName = "PX", DefaultValueFactory = _ => defaults.WidthPx };
        var particles = new Option<int>("--particles") { Description = "Particles on a tile.", HelpName = "N", DefaultValueFactory = _ => defaults.ParticlesPerTile };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("tiles", "A run of many tiles in a temporary folder, and the time of each answer that the list of runs and the Run page ask for, over HTTP on loopback.") { tiles, runs, width, particles, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(tiles) is { Implicit: false } && result.GetValue(tiles) is < 8 or > 100_000) result.AddError("--tiles must lie between 8 and 100,000.");
            if (result.GetResult(runs) is { Implicit: false } && result.GetValue(runs) is < 0 or > 100_000) result.AddError("--runs must lie between 0 and 100,000.");
            if (result.GetResult(width) is { Implicit: false } && result.GetValue(width) is < 256 or > 4096) result.AddError("--width must lie between 256 and 4096.");
            if (result.GetResult(particles) is { Implicit: false } && result.GetValue(particles) is < 1 or > 2000) result.AddError("--particles must lie between 1 and 2000.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(
                new LargeRunOptions { Tiles = parsed.GetValue(tiles), OtherRuns = parsed.GetValue(runs), WidthPx = parsed.GetValue(width), ParticlesPerTile = parsed.GetValue(particles) },
                new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(LargeRunOptions options, VerbConsole console, CancellationToken cancellationToken)
    {
        ContentFolders content = ContentFolders.Locate();
        string root = Directory.CreateTempSubdirectory("lto-tiles-").FullName;
        try
        {
            using DataFolder data = await DataFolder.OpenAsync(root, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            await console.ProgressAsync("writing", async progress =>
            {
                await new LargeRun(options).WriteAsync(data, progress, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            (double started, double opened, double prepared, IReadOnlyList<AnswerTimes> first) = await ServeAsync(content, data, options, isFirst: true, console, cancellationToken).ConfigureAwait(false);
            (double again, double reopened, _, IReadOnlyList<AnswerTimes> second) = await ServeAsync(content, data, options, isFirst: false, console, cancellationToken).ConfigureAwait(false);
            AnswerTimes[] answers = [.. first, .. second];
            bool met = answers.All(answer => answer.P95Ms <= WantedMs);
            console.WriteJson(new
            {
                options.Tiles, Runs = options.OtherRuns + 1, options.WidthPx, options.ParticlesPerTile, Processors = Environment.ProcessorCount,
                FirstStartS = started, FirstOpeningS = opened, PreparationS = prepared, SecondStartS = again, SecondOpeningS = reopened, CacheMb = Math.Round(SizeOf(data.Cache) / 1e6, 1), Answers = answers, WantedP95Ms = WantedMs, IsMet = met,
            });
            if (!console.IsJson)
            {
                console.WriteLine(FormattableString.Invariant($"{options.Tiles} tiles, {options.OtherRuns + 1} runs; start {started:0.0} s, first look at the run {opened:0.0} s, all frames reduced after {prepared:0} s; after a restart {again:0.0} s and {reopened:0.0} s; {SizeOf(data.Cache) / 1e6:0} MB of cache"));
                foreach (AnswerTimes answer in answers)
                    console.WriteLine(FormattableString.Invariant($"  {answer.Name,-44} p50 {answer.P50Ms,7:0.0} ms  p95 {answer.P95Ms,7:0.0} ms  longest {answer.LargestMs,7:0.0} ms  {answer.MeanKb,8:0.0} kB  n {answer.Count}"));
                console.WriteLine($"every p95 at most {WantedMs} ms: {(met ? "met" : "not met")}");
            }

            return met ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>One life of the daemon: the first looks at a run that it never saw, the second at one that it knows.</summary>
    private static async Task<(double StartS, double OpenS, double PrepareS, IReadOnlyList<AnswerTimes> Answers)> ServeAsync(
        ContentFolders content, DataFolder data, LargeRunOptions options, bool isFirst, VerbConsole console, CancellationToken cancellationToken)
    {
        var holder = new DemoHolder();
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { SharkSemPort = 0 }, holder.World, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken).ConfigureAwait(false);
        await using var twinEnds = twin.ConfigureAwait(false);
        InstrumentConfiguration instrument = (await InstrumentConfiguration.LoadAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false)).At(twin.Endpoints.SharkSem);
        using AuditTrail audit = await AuditTrail.OpenAsync(data, cancellationToken).ConfigureAwait(false);
        const string urls = "http://127.0.0.1:0";
        WebApplication app = DaemonHost.Build(new DaemonOptions { Urls = urls, Content = content, Instrument = instrument, Holder = holder.Map, LogToConsole = false, Preflight = false }, data, audit);
        await using var appEnds = app.ConfigureAwait(false);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        await accounts.CreateAdministratorAsync(ServeVerb.Administrator, cancellationToken).ConfigureAwait(false);
        (_, string key) = await new ApiKeyStore(data, TimeProvider.System, accounts).CreateAsync(ServeVerb.Administrator, "bench tiles", KeyScope.Read, 1, cancellationToken).ConfigureAwait(false);
        long began = Stopwatch.GetTimestamp();
        await DaemonHost.StartAsync(app, urls, cancellationToken).ConfigureAwait(false);
        double start = Seconds(began);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var lab = app.Services.GetRequiredService<ILab>();
        // The first answer is not waited for without measure: it reads the whole journal once.
        began = Stopwatch.GetTimestamp();
        await client.GetByteArrayAsync(new Uri(Mosaic, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        double open = Seconds(began);
        began = Stopwatch.GetTimestamp();
        int pictures = 0;
        await console.ProgressAsync("reducing frames", async progress =>
        {
            while (true)
            {
                MosaicState state = (await lab.ReadMosaicAsync(LargeRun.RunId, cancellationToken).ConfigureAwait(false))!;
                pictures = state.Frames.Count(frame => frame.Frame.Sha256.Length > 0);
                int done = state.Frames.Count(frame => frame.Picture != 0 && (frame.Analysis != 0 || frame.Frame.WholeCount is null));
                progress.Report(((double)done / Math.Max(1, pictures), $"{done} of {pictures}"));
                if (done >= pictures) return true;
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        double prepare = Seconds(began);
        List<AnswerTimes> answers = isFirst ? await ListsAsync(client, cancellationToken).ConfigureAwait(false) : [];
        answers.AddRange(await TilesAsync(client, (await lab.ReadMosaicAsync(LargeRun.RunId, cancellationToken).ConfigureAwait(false))!, isFirst ? MosaicLayers : [MosaicLayer.Image], isFirst ? "" : ", after a restart", cancellationToken).ConfigureAwait(false));
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return (start, open, prepare, answers);
    }

    private const string Runs = "/api/v1/runs";
    private const string Large = Runs + "/" + LargeRun.RunId;
    private const string Mosaic = Large + "/mosaic";

    private static readonly MosaicLayer[] MosaicLayers = [MosaicLayer.Image, MosaicLayer.Masks, MosaicLayer.Size, MosaicLayer.Focus];

    private static async Task<List<AnswerTimes>> ListsAsync(HttpClient client, CancellationToken cancellationToken)
    {
        JsonNode manifest = JsonNode.Parse(await client.GetStringAsync(new Uri(Mosaic, UriKind.Relative), cancellationToken).ConfigureAwait(false))!;
        string stamp = manifest["stamp"]!.GetValue<string>();
        string first = manifest["frames"]!["id"]![0]!.GetValue<string>();
        List<AnswerTimes> answers = [];
        await AskAsync("runs, a page", [.. Times(i => $"{Runs}?page_size=50&page={i + 1}")]).ConfigureAwait(false);
        await AskAsync("runs, by text", [.. Times(i => $"{Runs}?page_size=50&q=lto-{i:000}")]).ConfigureAwait(false);
        await AskAsync("runs, by state and day", [.. Times(_ => $"{Runs}?page_size=50&state=failed&from=2025-06-01T00:00:00Z")]).ConfigureAwait(false);
        await AskAsync("run, without frames", [.. Times(_ => $"{Large}?frames=false")]).ConfigureAwait(false);
        await AskAsync("mosaic, whole manifest", [.. Times(_ => Mosaic)]).ConfigureAwait(false);
        await AskAsync("mosaic, nothing new (304)", [.. Times(_ => $"{Mosaic}?since={stamp}")], $"\"{stamp}\"").ConfigureAwait(false);
        await AskAsync("frames, a page", [.. Times(i => $"{Large}/frames?page={i + 1}")]).ConfigureAwait(false);
        await AskAsync("frames, by verdict and text", [.. Times(_ => $"{Large}/frames?verdict=quarantined&q=charging")]).ConfigureAwait(false);
        await AskAsync("frame, its details", [.. Times(_ => $"{Large}/frames/{first}")]).ConfigureAwait(false);
        await AskAsync("frame, its full-depth TIFF", [.. Times(_ => $"{Large}/frames/{first}/frame.tif")]).ConfigureAwait(false);
        return answers;

        async Task AskAsync(string name, string[] addresses, string? tag = null) => answers.Add(await AnswerTimes.MeasureAsync(client, name, addresses, tag, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Tiles that nobody asked for before, level by level, and at last some of them again.</summary>
    private static async Task<List<AnswerTimes>> TilesAsync(HttpClient client, MosaicState state, IReadOnlyList<MosaicLayer> layers, string note, CancellationToken cancellationToken)
    {
        PyramidGeometry geometry = state.Layout.Geometry;
        var random = new Random(1);
        List<AnswerTimes> answers = [];
        foreach (MosaicLayer layer in layers)
        {
            string[] addresses = [];
            for (int level = 0; level <= geometry.TopLevel; level++)
            {
                (int Column, int Row)[] tiles = [.. Enumerable.Range(0, geometry.Rows(level)).SelectMany(row => Enumerable.Range(0, geometry.Columns(level)).Select(column => (column, row)))
                    .Where(tile => state.FramesOn(level, tile.column, tile.row).Any(frame => MosaicState.NumberOf(frame, layer) != 0))];
                random.Shuffle(tiles);
                addresses = [.. tiles.Take(Asked).Select(tile => FormattableString.Invariant($"{Mosaic}/{layer.ToString().ToLowerInvariant()}/{level}/{tile.Column}/{tile.Row}?v={state.VersionOf(layer, level, tile.Column, tile.Row)}"))];
                answers.Add(await AnswerTimes.MeasureAsync(client, FormattableString.Invariant($"tile {layer.ToString().ToLowerInvariant()}, level {level} of {geometry.TopLevel}{note}"), addresses, null, cancellationToken).ConfigureAwait(false));
            }

            answers.Add(await AnswerTimes.MeasureAsync(client, $"tile {layer.ToString().ToLowerInvariant()}, again{note}", addresses, null, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    private static IEnumerable<string> Times(Func<int, string> address) => Enumerable.Range(0, Asked).Select(address);

    private static double Seconds(long began) => Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2);

    private static long SizeOf(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
}
