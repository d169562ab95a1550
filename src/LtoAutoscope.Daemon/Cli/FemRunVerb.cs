using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Microstructures.Tomography;
using LtoAutoscope.Fem.Protocols;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem run</c>: a measured morphology or a case through one of the cell models.</summary>
internal static class FemRunVerb
{
    private const string StateFolder = "state";

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for result.json, voltage.csv and fields.", Required = true, HelpName = "DIR" };
        var morphology = new Option<string?>("--morphology") { Description = "A morphology.json of analyse or of a run.", HelpName = "morphology.json" };
        var caseFile = new Option<string?>("--case") { Description = "A case.yaml that states a half or full cell and its test (docs/case.md), instead of a morphology.", HelpName = "case.yaml" };
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };
        var rate = new Option<double>("--rate") { Description = "C-rate, full charges an hour.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var fidelity = new Option<string?>("--fidelity")
        {
            Description = "rve: a box of packed particles (a morphology's default); p2d: porous-electrode half or full cell (a case's default); particle: size classes without electrolyte.",
        };
        fidelity.AcceptOnlyFromAmong("rve", "particle", "p2d");
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box.", DefaultValueFactory = _ => 32, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles in a box.", DefaultValueFactory = _ => 36 };
        var realisations = new Option<int>("--realisations") { Description = "Random boxes that are averaged.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var test = new Option<string?>("--test") { Description = "A galvanostatic file of a cell (CSV or BDF): its currents, cut-offs, rests and temperature are the test, instead of --rate.", HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Go on where an interrupted run of the same inputs stopped (its state is in DIR/state)." };
        var noFields = new Option<bool>("--no-fields") { Description = "Leave out the fields over time, the stills and the browser's volume." };
        var lowPriority = new Option<bool>("--low-priority") { Description = "Give way to everything else on the machine." };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("run", "Run a cell model on a measured morphology or on a case.")
        {
            output, morphology, caseFile, material, rate, fidelity, grid, particles, realisations, seed, threads, test, resume, noFields, lowPriority, json, config,
        };
        var stack = new StackChoice();
        var choice = new StructureChoice("0");
        stack.AddTo(command);
        choice.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(morphology), result.GetValue(caseFile), result.GetValue(stack.Path) }.Count(given => given is not null) != 1)
                result.AddError("Give one of --morphology, --stack and --case.");
            if (result.GetValue(stack.Path) is not null && result.GetValue(fidelity) is "p2d") result.AddError("--stack is run with --fidelity rve.");
            if (result.GetValue(caseFile) is null) return;
            if (result.GetValue(fidelity) == "rve") result.AddError("--case is run with --fidelity p2d or particle; rve packs a morphology.");
            foreach (Option option in new Option[] { material, rate, grid, particles, realisations, seed, test, resume, noFields, lowPriority })
            {
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} belongs to --morphology; the case states it.");
            }
        });
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string folder = parsed.GetValue(output)!;
            if (parsed.GetValue(caseFile) is { } path)
            {
                CellCase cell = CaseFile.Load(path, ContentFolders.Locate(parsed.GetValue(config)).Materials);
                if (parsed.GetValue(fidelity) == "particle") cell = cell with { Solver = cell.Solver with { ElectrolyteFree = true } };
                HalfCellRun run = await console.ProgressAsync("half cell", progress =>
                    new HalfCellModel().RunAsync(cell, new Relay(progress), cancel)).ConfigureAwait(false);
                return await FinishAsync(console, run, folder, cancel).ConfigureAwait(false);
            }

            string materialName = parsed.GetValue(material)!;
            Material values = new MaterialLibrary(ContentFolders.Locate(parsed.GetValue(config)).Materials).Find(materialName);
            BuiltStructure? given = null;
            if (parsed.GetValue(stack.Path) is not null)
            {
                var (volume, meaning) = stack.Read(parsed, cancel);
                given = await Task.Run(() => TomographyStructure.Create(volume, meaning, cancel), cancel).ConfigureAwait(false);
            }

            Morphology measured = given is null
                ? await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false)
                : StructureMorphology.Of(given, Path.GetFileName(parsed.GetValue(stack.Path)));
            Protocol? protocol = null;
            if (parsed.GetValue(test) is { } testPath)
            {
                GalvanostaticTest measuredCell = GalvanostaticTest.Load(testPath, cancellationToken: cancel);
                protocol = measuredCell.ToProtocol(values);
                if (double.IsFinite(measuredCell.TemperatureK)) values = values with { TemperatureK = measuredCell.TemperatureK };
            }

            var options = new CellModelOptions
            {
                Structure = choice.Read(parsed), Given = given,
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = parsed.GetValue(realisations),
                RatePerHour = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads),
                Fidelity = CellModelOptions.ParseFidelity(parsed.GetValue(fidelity) ?? "rve"),
                Protocol = protocol, FieldsFolder = parsed.GetValue(noFields) ? null : folder, StateFolder = Path.Combine(folder, StateFolder), Resume = parsed.GetValue(resume), LowPriority = parsed.GetValue(lowPriority),
            };
            if (options.Fidelity is CellFidelity.P2d or CellFidelity.Particle)
            {
                HalfCellRun run = await console.ProgressAsync("half cell", progress =>
                    new HalfCellModel().RunAsync(measured, values, options, new Relay(progress), cancel)).ConfigureAwait(false);
                return await FinishAsync(console, run, folder, cancel).ConfigureAwait(false);
            }

            CellModelResult result;
            try
            {
                result = await console.ProgressAsync("cell model", progress =>
                    new CellModel().RunAsync(measured, values, options, new Relay(progress), cancel)).ConfigureAwait(false);
            }
            catch (ConvergenceException e)
            {
                await JsonFile.WriteAsync(Path.Combine(folder, "failure.json"), new { e.Reason, e.Message, e.StatePath }, cancel).ConfigureAwait(false);
                await Console.Error.WriteLineAsync($"Ended early ({e.Reason}): {e.Message} Fields and state until then are in {folder}.").ConfigureAwait(false);
                return ExitCode.Failure;
            }

            await CellModelFiles.WriteAsync(folder, result, cancel).ConfigureAwait(false);
            // The state has served: a finished run is not continued.
            if (Directory.Exists(options.StateFolder)) Directory.Delete(options.StateFolder, recursive: true);
            console.WriteJson(result.Prediction);
            if (!console.IsJson) Describe(console, result.Prediction, folder);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static async Task<int> FinishAsync(VerbConsole console, HalfCellRun run, string folder, CancellationToken cancellationToken)
    {
        await HalfCellFiles.WriteAsync(folder, run, cancellationToken).ConfigureAwait(false);
        console.WriteJson(run.Report);
        if (!console.IsJson) Describe(console, run.Report, folder);
        if (run.Report.Completed) return ExitCode.Success;
        await Console.Error.WriteLineAsync($"Ended early: {run.Report.Reason}. What was computed until then is in {folder}.").ConfigureAwait(false);
        return ExitCode.Failure;
    }

    private static void Describe(VerbConsole console, HalfCellReport report, string folder)
    {
        if (report.Ce1 is { } ce)
        {
            string interval = report.Ce1Interval is [var low, var high] ? string.Create(CultureInfo.InvariantCulture, $" ({100 * low:0.000} to {100 * high:0.000} %)") : "";
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"First-cycle efficiency {100 * ce:0.000} %{interval}"));
        }

        if (report is { LithiationMAhG: { } lithiation, DelithiationMAhG: { } delithiation, SideMAhG: { } side })
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"discharge (lithiation) {lithiation:0.00} mAh/g, charge (delithiation) {delithiation:0.00} mAh/g, side reaction {side:0.000} mAh/g; efficiency: {report.RunWith["efficiency"]}"));
        }

        if (report.Cycles is { Count: > 1 } cycles)
        {
            CycleSummary last = cycles[^1];
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"cycle {last.Cycle}: {last.DelithiationMAhG:0.00} mAh/g, efficiency {100 * (last.CoulombicEfficiency ?? double.NaN):0.0000} %, film {last.FilmNm:0.000} nm"));
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"balances within {report.BalanceError:0.0e+0}, {report.WallS:0.00} s; written to {folder}"));
    }

    private static void Describe(VerbConsole console, CellPrediction prediction, string folder)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"First-cycle efficiency {100 * prediction.Ce1:0.00} % ({100 * prediction.Ce1Interval[0]:0.00} to {100 * prediction.Ce1Interval[1]:0.00} %)"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lithiation {prediction.LithiationMAhG:0.00} mAh/g, delithiation {prediction.DelithiationMAhG:0.00} mAh/g, side reaction {prediction.SideMAhG:0.000} mAh/g; efficiency: {prediction.Convention.Words()}"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"lithium balance within {prediction.BalanceError:0.0e+0}, {prediction.WallS:0.0} s; written to {folder}"));
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value)
        {
            string left = value.TimeLeft is { } time && value.Fraction < 1
                ? string.Create(CultureInfo.InvariantCulture, $", {(time.TotalSeconds < 90 ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} min")} left")
                : "";
            progress.Report((value.Fraction, value.Stage + left));
        }
    }
}
