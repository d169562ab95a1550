using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Benchmarks;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem convergence</c>: what grid and box do to CE1 of the resolved cell.</summary>
internal static class FemConvergenceVerb
{
    public static Command Create()
    {
        var morphology = new Option<string>("--morphology") { Description = "A morphology.json of analyse or of a run.", Required = true, HelpName = "morphology.json" };
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };
        var rate = new Option<double>("--rate") { Description = "C-rate, full charges an hour.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box that --particles fill; larger boxes have voxels of the same size.", DefaultValueFactory = _ => 32, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles of the series over grids.", DefaultValueFactory = _ => 36 };
        var grids = new Option<int[]>("--grids") { Description = "Grids of the first series.", DefaultValueFactory = _ => [24, 32, 48, 64], AllowMultipleArgumentsPerToken = true, HelpName = "N" };
        var boxes = new Option<int[]>("--boxes") { Description = "Particles in the boxes of the second series.", DefaultValueFactory = _ => [18, 36, 72, 144], AllowMultipleArgumentsPerToken = true, HelpName = "COUNT" };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("convergence", "Run the resolved cell on finer grids and in larger boxes.")
        {
            morphology, material, rate, grid, particles, grids, boxes, seed, threads, json, config,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string name = parsed.GetValue(material)!;
            Material values = new MaterialLibrary(ContentFolders.Locate(parsed.GetValue(config)).Materials).Find(name);
            Morphology measured = await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false);
            var options = new CellModelOptions
            {
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = 1, RatePerHour = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads),
            };
            if (!console.IsJson) console.WriteLine("series  grid  particles  across      CE1   trapped      side  steps   wall s  memory MB");
            var rows = await Task.Run(
                () => new ConvergenceStudy().Run(measured, values, options, parsed.GetValue(grids)!, parsed.GetValue(boxes)!, row => Print(console, row), cancel), cancel)
                .ConfigureAwait(false);
            console.WriteJson(rows);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Print(VerbConsole console, ConvergenceRow row)
    {
        if (console.IsJson) return;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Series,-6}{row.Grid,6}{row.Particles,11}{row.VoxelsAcross,8:0.0}{row.Ce1,9:0.00000}{row.TrappedShare,10:0.00000}{row.SideShare,10:0.00000}{row.TimeSteps,7}{row.WallS,9:0.0}{row.MemoryMb,11:0}"));
    }
}
