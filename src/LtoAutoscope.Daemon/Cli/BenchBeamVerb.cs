using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Pipeline.Benchmarks;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench beam</c>: the share of the time that the beam scans, and memory over many tiles.</summary>
internal static class BenchBeamVerb
{
    private const double Wanted = 0.8;

    public static Command Create()
    {
        var defaults = new BeamShareOptions();
        var tiles = new Option<int>("--tiles") { Description = "Tiles.", HelpName = "N", DefaultValueFactory = _ => defaults.Tiles };
        var width = new Option<int>("--width") { Description = "Width of a frame, pixels.", HelpName = "PX", DefaultValueFactory = _ => defaults.WidthPx };
        var factor = new Option<double>("--time-factor") { Description = "How much faster than the wall clock the microscope runs; 1 is real time.", HelpName = "X", DefaultValueFactory = _ => defaults.TimeFactor };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("beam", "One sample on the microscope in software: the share of the time that the beam scans tiles, stage moves and focus left out, and memory over many tiles.") { tiles, width, factor, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(tiles) is { Implicit: false } && result.GetValue(tiles) is < 5 or > 100_000) result.AddError("--tiles must lie between 5 and 100,000.");
            if (result.GetResult(width) is { Implicit: false } && result.GetValue(width) is < 256 or > 4096) result.AddError("--width must lie between 256 and 4096.");
            if (result.GetResult(factor) is { Implicit: false } && result.GetValue(factor) is not (>= 1 and <= 1000)) result.AddError("--time-factor must lie between 1 and 1000.");
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(
            cancel => RunAsync(new BeamShareOptions { Tiles = parsed.GetValue(tiles), WidthPx = parsed.GetValue(width), TimeFactor = parsed.GetValue(factor) }, new VerbConsole(parsed.GetValue(json)), cancel), token));
        return command;
    }

    private static async Task<int> RunAsync(BeamShareOptions options, VerbConsole console, CancellationToken cancellationToken)
    {
        ContentFolders content = ContentFolders.Locate();
        string root = Directory.CreateTempSubdirectory("lto-beam-").FullName;
        try
        {
            using DataFolder data = await DataFolder.OpenAsync(root, new DataFolderOptions(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            InstrumentConfiguration instrument = await InstrumentConfiguration.LoadAsync(Path.Combine(content.Instruments, "twin.yaml"), cancellationToken).ConfigureAwait(false);
            var lab = new LabOptions
            {
                ModelsFolder = content.Models, RecipesFolder = content.Recipes, MaterialsFolder = content.Materials, RegressionModel = content.Regression, Holder = new DemoHolder().Map, SoftwareVersion = SoftwareVersion.Current,
            };
            BeamShareReport report = await console.ProgressAsync("tiles", progress => BeamShareBench.RunAsync(options, lab, instrument, data, progress, cancellationToken)).ConfigureAwait(false);
            console.WriteJson(report);
            console.WriteLine(FormattableString.Invariant($"{report.Tiles} tiles: the beam scanned {report.ScanS:0.0} s of {report.WallS - report.StageAndFocusS:0.0} s, {report.BeamShare:P1} (wanted {Wanted:P0}); stage, focus, stigmator and drift took another {report.StageAndFocusS:0.0} s."));
            console.WriteLine(FormattableString.Invariant($"The last analysis ended {report.AnalysisBehindS:0.0} s after the last tile was saved. Memory early and late: managed {report.ManagedEarlyMb:0} and {report.ManagedLateMb:0} MB, the process {report.ResidentEarlyMb:0} and {report.ResidentLateMb:0} MB."));
            return options.TimeFactor > 1 || report.BeamShare >= Wanted ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
