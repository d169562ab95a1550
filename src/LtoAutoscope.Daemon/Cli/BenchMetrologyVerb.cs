using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench metrology</c>: what the measures of a particle show on shapes that are known, how fast they are, and the calibration of the roughness.</summary>
internal static class BenchMetrologyVerb
{
    private const string AllEdges = "all";

    public static Command Create()
    {
        var edge = new Option<string>("--edge") { Description = "How the shapes' edges look: sharp, network (blurred by 0.7 px), blurred (1.5 px), noisy, mask (no probabilities), or all.", DefaultValueFactory = _ => "network", HelpName = "KIND" };
        edge.AcceptOnlyFromAmong([AllEdges, .. Enum.GetNames<EdgeKind>().Select(static n => n.ToLowerInvariant())]);
        var copies = new Option<int>("--copies") { Description = "Copies of each shape, size and edge, turned and shifted by chance.", DefaultValueFactory = _ => 40, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of shapes, places and angles.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var figures = new Option<string?>("--figures") { Description = "Also draw the figures of docs/measures.md into this folder (with every edge).", HelpName = "DIR" };
        var calibrate = new Option<string?>("--calibrate") { Description = "Instead: measure shapes of known dimension and write the calibration of the roughness.", HelpName = "FILE" };
        var shapes = new Option<int>("--shapes") { Description = "Shapes a size and dimension of the calibration.", DefaultValueFactory = _ => 60, HelpName = "N" };
        var speed = new Option<bool>("--speed") { Description = "Instead: time the way from the label map to the table on one thread, beside scikit-image." };
        var python = new Option<string>("--python") { Description = "A Python that has scikit-image, for --speed.", DefaultValueFactory = _ => "python3", HelpName = "EXE" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("metrology", "Measure ideal shapes and compare with what is true of them.") { edge, copies, seed, figures, calibrate, shapes, speed, python, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(calibrate) is { } path)
                await CalibrateAsync(console, path, Count(parsed.GetValue(shapes), "--shapes"), parsed.GetValue(seed), cancel).ConfigureAwait(false);
            else if (parsed.GetValue(speed))
                await BenchMetrologySpeed.RunAsync(console, parsed.GetValue(python)!, cancel).ConfigureAwait(false);
            else
                await CompareAsync(console, Edges(parsed.GetValue(edge)!, parsed.GetValue(figures)), Count(parsed.GetValue(copies), "--copies"), parsed.GetValue(seed), parsed.GetValue(figures), cancel).ConfigureAwait(false);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static async Task CompareAsync(VerbConsole console, EdgeKind[] edges, int copies, int seed, string? figures, CancellationToken cancellationToken)
    {
        List<BiasRow> rows = await console.ProgressAsync("known shapes", progress => Task.Run(() =>
        {
            List<BiasRow> all = [];
            for (int e = 0; e < edges.Length; e++)
            {
                int done = e;
                all.AddRange(new BiasBench(copies, seed).Run(edges[e], new Share(s => progress.Report(((done + s) / edges.Length, edges[done].ToString().ToLowerInvariant()))), cancellationToken));
            }

            return all;
        }, cancellationToken)).ConfigureAwait(false);
        foreach (EdgeKind edge in edges) BenchMetrologyTables.Show(console, edge, [.. rows.Where(r => r.Edge == edge)], copies);
        if (figures is not null)
        {
            foreach ((string name, string svg) in MetrologyFigures.Make(rows))
            {
                await AtomicFile.WriteTextAsync(Path.Combine(figures, name), svg, cancellationToken).ConfigureAwait(false);
                console.WriteLine($"Wrote {Path.Combine(figures, name)}");
            }
        }

        console.WriteJson(new { Copies = copies, Seed = seed, Rows = rows });
    }

    private static async Task CalibrateAsync(VerbConsole console, string path, int shapes, int seed, CancellationToken cancellationToken)
    {
        DimensionCalibration calibration = await console.ProgressAsync("shapes of known dimension", progress =>
            Task.Run(() => new CalibrationRun(shapes, seed).Run(new Share(s => progress.Report((s, ""))), cancellationToken), cancellationToken)).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(path, JsonSerializer.Serialize(calibration, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
        console.WriteLine($"Wrote {path}. It takes effect in the next build when it replaces src/LtoAutoscope.Imaging/Metrology/DimensionCalibration.json.");
        console.WriteJson(calibration);
    }

    private static EdgeKind[] Edges(string name, string? figures)
        => name == AllEdges || figures is not null ? Enum.GetValues<EdgeKind>() : [Enum.Parse<EdgeKind>(name, ignoreCase: true)];

    private static int Count(int value, string option)
        => value is >= 2 and <= 10000 ? value : throw new InputException($"{value} shapes cannot be measured", option, "Give a number from 2 to 10000");

    private sealed class Share(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
