using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Rendering;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>twin</c>: the microscope in software as a process of its own; <c>twin render</c>: pictures with exact masks.</summary>
internal static class TwinVerb
{
    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "A YAML file of the twin's options.", HelpName = "F.yaml" };
        var sharkSem = new Option<int?>("--sharksem-port") { Description = "Port of the SharkSEM control connection; data follows on the next. 0 takes any free pair.", HelpName = "PORT" };
        (string Protocol, Option<int?> Tcp, Option<bool> Pty)[] servers = [.. WireServers.Names.Select(name => (name,
            new Option<int?>($"--{name}-tcp") { Description = $"Also speak {name} on a loopback TCP port; 0 takes any free one.", HelpName = "PORT" },
            new Option<bool>($"--{name}-pty") { Description = $"Also speak {name} on a pseudo-terminal (Linux)." }))];
        var protocols = new Option<string[]>("--protocols") { Description = "Folder with a laboratory's own protocols, a folder with a protocol.yaml for each; --serve names them.", HelpName = "DIR" };
        var serve = new Option<string[]>("--serve") { Description = "Also speak a protocol, by name: mx2 on any free loopback TCP port, mx2=4001 on that one, mx2=pty on a pseudo-terminal (Linux).", HelpName = "NAME" };
        var factor = new Option<double?>("--time-factor") { Description = "How much faster than the wall clock the physics runs.", HelpName = "X" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of world and noise." };
        var faults = new Option<string?>("--faults") { Description = "A YAML file of what goes wrong, and when.", HelpName = "F.yaml" };
        var api = new Option<int?>("--api-port") { Description = "Loopback port on which faults are ordered and the truth is told over HTTP; 0 takes any free one.", HelpName = "PORT" };
        var frames = new Option<string?>("--frame-dir") { Description = "Folder in which pictures are stored that a client has the microscope store, as with RemCon32's FREC.", HelpName = "DIR" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("twin", "The microscope in software: a SharkSEM server with stage, column and the demo's holder of three samples.") { config, sharkSem, protocols, serve, factor, seed, faults, api, json, Render(), TwinBenchVerb.Create(), TwinTruthVerb.Create() };
        foreach ((_, Option<int?> tcp, Option<bool> pty) in servers)
        {
            command.Add(tcp);
            command.Add(pty);
        }

        command.Add(frames);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            TwinOptions options = parsed.GetValue(config) is { } file ? await TwinOptions.LoadAsync(file, cancel).ConfigureAwait(false) : new TwinOptions();
            options = options with
            {
                SharkSemPort = parsed.GetValue(sharkSem) ?? options.SharkSemPort, Servers = [.. options.Servers, .. Asked(parsed, servers), .. (parsed.GetValue(serve) ?? []).Select(Served)],
                ProtocolFolders = [.. Folders(parsed.GetValue(protocols) ?? []), .. options.ProtocolFolders],
                TimeFactor = parsed.GetValue(factor) ?? options.TimeFactor, Seed = parsed.GetValue(seed) ?? options.Seed, ApiPort = parsed.GetValue(api) ?? options.ApiPort,
                FrameFolder = parsed.GetValue(frames) ?? options.FrameFolder,
            };
            if (parsed.GetValue(faults) is { } script)
                options = options with { Faults = new FaultScript([.. options.Faults.Orders, .. (await FaultScript.LoadAsync(script, cancel).ConfigureAwait(false)).Orders]) };
            await using TwinHost twin = await TwinHost.StartAsync(options, new DemoHolder(options.Seed).World, TimeProvider.System, NullLoggerFactory.Instance, cancel).ConfigureAwait(false);
            console.WriteJson(new { Endpoints = twin.Endpoints.All });
            console.WriteLine($"{string.Join(", ", twin.Endpoints.All.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} on {entry.Value}"))}; Ctrl+C ends it.");

            await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static IEnumerable<TwinServer> Asked(ParseResult parsed, IEnumerable<(string Protocol, Option<int?> Tcp, Option<bool> Pty)> servers)
    {
        foreach ((string protocol, Option<int?> tcp, Option<bool> pty) in servers)
        {
            if (parsed.GetValue(tcp) is { } port) yield return new TwinServer(protocol, port);
            if (parsed.GetValue(pty)) yield return new TwinServer(protocol, null);
        }
    }

    private static IEnumerable<string> Folders(IEnumerable<string> folders)
        => folders.Select(folder => Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new InputException("the folder does not exist", folder, "Name one that holds a folder with a protocol.yaml for each protocol by --protocols"));

    private static TwinServer Served(string text)
    {
        string[] halves = text.Split('=', 2);
        if (halves.Length == 1) return new TwinServer(text, 0);
        if (halves[1] == "pty") return new TwinServer(halves[0], null);
        return int.TryParse(halves[1], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? new TwinServer(halves[0], port)
            : throw new InputException($"'{halves[1]}' is no port", "--serve", $"Write {halves[0]}, {halves[0]}=4001 or {halves[0]}=pty");
    }

    private static Command Render()
    {
        var count = new Option<int>("--count") { Description = "How many pairs.", Required = true, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the set.", DefaultValueFactory = _ => 1, HelpName = "S" };
        var output = new Option<string>("--out") { Description = "Folder for images/, labels/ and manifest.csv.", Required = true, HelpName = "DIR" };
        var size = new Option<int?>("--size") { Description = "Edge of a picture, pixels.", HelpName = "PX" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("render", "Write pictures of synthetic powders with exact instance masks.") { count, seed, output, size, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            int pairs = parsed.GetValue(count);
            if (pairs < 1) throw new InputException($"{pairs} pairs cannot be rendered", "--count", "Give a number of at least 1");
            var options = new RenderOptions();
            if (parsed.GetValue(size) is { } edge) options = options with { WidthPx = edge, HeightPx = edge };
            await console.ProgressAsync("rendering", async progress =>
            {
                await RenderedSet.WriteAsync(pairs, parsed.GetValue(seed), parsed.GetValue(output)!, options, new Relay(progress, pairs), cancel).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            console.WriteJson(new { Count = pairs, Out = parsed.GetValue(output) });
            console.WriteLine($"{pairs} pairs written to {parsed.GetValue(output)}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress, int count) : IProgress<int>
    {
        public void Report(int value) => progress.Report(((double)value / count, $"{value} of {count}"));
    }
}
