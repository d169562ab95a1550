using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Benchmarks;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem run</c> and <c>fem bench poisson</c>.</summary>
internal static class FemVerb
{
    public static Command Create() => new("fem", "The 3D finite element cell model.")
    {
        FemRunVerb.Create(),
        FemConvergenceVerb.Create(),
        FemPlateauVerb.Create(),
        FemFitVerb.Fit(),
        FemFitVerb.Case(),
        FemFitVerb.LeaveOneOut(),
        FemStructureVerb.Create(),
        FemAreasVerb.Create(),
        FemUncertaintyVerb.Create(),
        FemFindingsVerb.Create(),
        new Command("bench", "Measure the solver on known problems.")
        {
            FemBenchVerb.Poisson(),
            FemBenchVerb.Transient(),
            Poisson(),
            FemBenchHalfCellVerb.Create(),
            FemBenchPackingVerb.Create(),
            FemBenchRoughnessVerb.Create(),
        },
    };

    private static Command Poisson()
    {
        var n = new Option<int>("--n") { Description = "Cells along an edge.", Required = true, HelpName = "N" };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var jump = new Option<double?>("--jump") { Description = "Conductivity inside a packing; 1 outside.", HelpName = "J" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("poisson", "Solve −∇·(k∇u) = 1 on the unit cube with the cell model's operator.") { n, threads, jump, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(n) is < 2 or > PoissonBench.MaximumN)
                throw new InputException($"{parsed.GetValue(n)} must lie between 2 and {PoissonBench.MaximumN}", "--n", "Choose a grid that fits the memory");
            PoissonBenchResult result = await Task.Run(() => PoissonBench.Run(parsed.GetValue(n), parsed.GetValue(threads), parsed.GetValue(jump)), cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (!console.IsJson)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{result.Nodes} nodes: set-up {result.SetupS:0.00} s, solve {result.SolveS:0.00} s in {result.Iterations} iterations, ∫u = {result.IntegralU:0.00000000}"));
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"operator {result.OperatorGbS:0.0} GB/s beside a triad of {result.TriadGbS:0.0} GB/s, peak memory {result.PeakRssMb:0} MB"));
            }

    private static Command Run()
    {
        var output = new Option<string>("--out") { Description = "Folder for result.json, voltage.csv and fields.", Required = true, HelpName = "DIR" };
        var morphology = new Option<string>("--morphology") { Description = "A morphology.json of analyse or of a run.", Required = true, HelpName = "morphology.json" };
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };
        var rate = new Option<double>("--rate") { Description = "C-rate, full charges an hour.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var fidelity = new Option<string>("--fidelity") { Description = "rve: a box of packed particles; particle: one particle of the mean shape; p2d comes later.", DefaultValueFactory = _ => "rve" };
        fidelity.AcceptOnlyFromAmong("rve", "particle", "p2d");
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box.", DefaultValueFactory = _ => 32, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles in a box.", DefaultValueFactory = _ => 36 };
        var realisations = new Option<int>("--realisations") { Description = "Random boxes that are averaged.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("run", "Run a first cycle on a measured morphology.") { output, morphology, material, rate, fidelity, grid, particles, realisations, seed, threads, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string materialName = parsed.GetValue(material)!;
            string materialPath = File.Exists(materialName) ? materialName : Path.Combine(ContentFolders.Locate(parsed.GetValue(config)).Materials, materialName + ".yaml");
            Material values = MaterialFile.Load(materialPath);
            Morphology measured = await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false);
            var options = new CellModelOptions
            {
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = parsed.GetValue(realisations),
                RatePerHour = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads), Fidelity = CellModelOptions.ParseFidelity(parsed.GetValue(fidelity)!),
            };
            CellModelResult result = await console.ProgressAsync("cell model", progress =>
                new CellModel().RunAsync(measured, values, options, new Relay(progress), cancel)).ConfigureAwait(false);
            await CellModelFiles.WriteAsync(parsed.GetValue(output)!, result, cancel).ConfigureAwait(false);
            console.WriteJson(result.Prediction);
            if (!console.IsJson) Describe(console, result.Prediction, parsed.GetValue(output)!);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, CellPrediction prediction, string folder)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"First-cycle efficiency {100 * prediction.Ce1:0.00} % ({100 * prediction.Ce1Interval[0]:0.00} to {100 * prediction.Ce1Interval[1]:0.00} %)"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lithiation {prediction.LithiationMAhG:0.00} mAh/g, delithiation {prediction.DelithiationMAhG:0.00} mAh/g, side reaction {prediction.SideMAhG:0.000} mAh/g"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lithium balance within {prediction.BalanceError:0.0e+0}, {prediction.WallS:0.0} s; written to {folder}"));
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value) => progress.Report((value.Fraction, value.Stage));
    }
}
