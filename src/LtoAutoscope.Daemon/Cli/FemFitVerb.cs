using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Identification;
using LtoAutoscope.Fem.Identification.Studies;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem fit</c> and <c>fem loso</c>: parameters from measured cells, and how well they predict samples that they have not seen.</summary>
internal static class FemFitVerb
{
    public static Command Fit()
    {
        var cells = new Argument<string[]>("cells") { Description = "Galvanostatic tests (BioLogic .mpt or .mpr, CSV of Neware, Arbin, Maccor, BDF; a YAML with the mass beside each), or folders of them.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Folder for fit.json, fit.md, figures and the fitted material.yaml.", Required = true, HelpName = "DIR" };
        Option<string> parameters = Parameters("D,i0,k");
        Option<string> material = Material();
        var classes = new Option<int>("--classes") { Description = "Size classes of a measured morphology.", DefaultValueFactory = _ => CellSample.DefaultClasses };
        Option<string> projection = Projection();
        Option<string> model = Model("p2d");
        Option<string?> design = Design();
        Option<int> starts = Starts();
        var noProfile = new Option<bool>("--no-profile") { Description = "Leave out the profile likelihoods: faster, intervals by the linear theory alone." };
        Option<int> threads = Threads();
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("fit", "Fit material parameters to measured cells.") { cells, output, parameters, material, classes, projection, model, design, starts, noProfile, threads, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            IReadOnlyList<FitCell> loaded = FitCellFiles.Load(parsed.GetValue(cells)!, parsed.GetValue(classes), new ShapeOptions { Model = ShapeOptions.ParseModel(parsed.GetValue(projection)!) }, cancel);
            FitOptions options = Options(parsed.GetValue(parameters)!, parsed.GetValue(starts), parsed.GetValue(threads)) with { Profile = !parsed.GetValue(noProfile) };
            Material values = Load(parsed.GetValue(material)!, parsed.GetValue(config));
            FitResult result = await console.ProgressAsync("fit", progress => new CellFit(Forward(parsed.GetValue(model)!, parsed.GetValue(design), parsed.GetValue(config))).RunAsync(loaded, values, options, progress, cancel)).ConfigureAwait(false);
            string folder = parsed.GetValue(output)!;
            await FitFiles.WriteAsync(folder, result, loaded, cancel).ConfigureAwait(false);
            console.WriteJson(result);
            foreach (string finding in result.Findings) console.WriteLine(finding);
            foreach (CellAgreement cell in result.Cells)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell.Name}: voltage rms {cell.VoltageRmsMV:0.0} mV, CE1 {cell.Ce1Fitted:0.0000} (measured {cell.Ce1Measured:0.0000})"));
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Evaluations} runs in {result.WallS:0.0} s; written to {folder}"));
            return result.Converged ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    public static Command Case()
    {
        var cell = new Argument<string>("cell") { Description = "A galvanostatic test (any format that `cell import` reads) with its YAML." };
        var output = new Option<string>("--out") { Description = "The case file to write, for `fem run --case`.", Required = true, HelpName = "case.yaml" };
        var halves = new Option<int>("--half-cycles") { Description = "Half cycles to take, from the first.", DefaultValueFactory = _ => 2, HelpName = "N" };
        Option<string> material = Material();
        Option<string> projection = Projection();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("case", "Write a case with a measured cell's currents, cut-offs, holds, rests, loading and temperature.") { cell, output, halves, material, projection, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            string path = parsed.GetValue(cell)!, name = parsed.GetValue(material)!;
            GalvanostaticTest test = GalvanostaticTest.Load(path, cancellationToken: cancel);
            CellSample sample = FitCellFiles.SampleOf(test, path, shapes: new ShapeOptions { Model = ShapeOptions.ParseModel(parsed.GetValue(projection)!) });
            string text = CaseFromTest.Write(test, sample, Load(name, parsed.GetValue(config)), File.Exists(name) ? Path.GetFullPath(name) : name, parsed.GetValue(halves));
            await AtomicFile.WriteTextAsync(parsed.GetValue(output)!, text, cancel).ConfigureAwait(false);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{test.Name}: {test.HalfCycles.Count} half cycles, CE1 {test.Ce1:0.0000}; written to {parsed.GetValue(output)}"));
            return ExitCode.Success;
        }, token));
        return command;
    }

    public static Command LeaveOneOut()
    {
        var samples = new Argument<string?>("samples") { Description = "CSV with diameter_nm (or morphology) and ce1, or a folder of cell tests with YAML.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string>("--out") { Description = "Folder for loso.json, loso.csv, loso.md and parity.svg.", Required = true, HelpName = "DIR" };
        var synthetic = new Option<int?>("--synthetic") { Description = "Make so many synthetic samples instead (written to samples.csv).", HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed of the synthetic samples and of the starts.", DefaultValueFactory = _ => 1 };
        var rate = new Option<double>("--rate") { Description = "C-rate of rows without one.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        Option<string> parameters = Parameters("q0,k,D");
        Option<string> material = Material();
        Option<string> projection = Projection();
        Option<string> model = Model("particle");
        Option<string?> design = Design();
        Option<int> starts = Starts();
        Option<int> threads = Threads();
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("loso", "Leave one sample out: predict CE1 of each sample by a fit to the others.") { samples, output, synthetic, seed, rate, parameters, material, projection, model, design, starts, threads, json, config };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string folder = parsed.GetValue(output)!;
            var shape = new ShapeOptions { Model = ShapeOptions.ParseModel(parsed.GetValue(projection)!) };
            string? source = parsed.GetValue(samples);
            if (parsed.GetValue(synthetic) is { } count)
            {
                if (source is not null || count is < 3 or > 10_000) throw new InputException("synthetic samples cannot be made so", "--synthetic", "Give 3 to 10000, and no file beside it");
                source = Path.Combine(folder, "samples.csv");
                await AtomicFile.WriteTextAsync(source, SyntheticStudy.Generate(count, parsed.GetValue(seed), parsed.GetValue(rate), cancel), cancel).ConfigureAwait(false);
            }

            if (source is null) throw new InputException("no samples are given", "samples", "Give a CSV, a folder of cell tests, or --synthetic N");
            SampleStudy study = Directory.Exists(source)
                ? new SampleStudy(source, null, [.. FitCellFiles.Load([source], shapes: shape, cancellationToken: cancel).Select(c => new StudyCell(c.Sample.Name, c))])
                : StudyFile.Read(source, parsed.GetValue(rate), shapes: shape);
            FitOptions options = Options(parsed.GetValue(parameters)!, parsed.GetValue(starts), parsed.GetValue(threads)) with { Seed = parsed.GetValue(seed) };
            Material values = Load(parsed.GetValue(material)!, parsed.GetValue(config));
            LeaveOneOutResult result = await console.ProgressAsync("leave one out", progress => new LeaveOneSampleOut(Forward(parsed.GetValue(model)!, parsed.GetValue(design), parsed.GetValue(config))).RunAsync(study, values, options, progress, cancel)).ConfigureAwait(false);
            await LeaveOneOutFiles.WriteAsync(folder, result, cancel).ConfigureAwait(false);
            console.WriteJson(result);
            if (result.SyntheticBecause is { } why) console.WriteLine($"not measured: {why}");
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{result.Samples} samples: held-out RMSE {result.Rmse:0.0000}, R² {result.R2:0.00} (fitted to all {result.RmseFittedToAll:0.0000}, mean of the others {result.RmseOfTheMean:0.0000}); written to {folder}"));
            return ExitCode.Success;
        }, token));
        return command;
    }

    internal static Option<string> Material() => new("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };

    internal static Material Load(string name, string? config)
        => MaterialFile.Load(File.Exists(name) ? name : Path.Combine(ContentFolders.Locate(config).Materials, name + ".yaml"));

    private static Option<string> Model(string usual)
    {
        var model = new Option<string>("--model") { Description = "p2d: the half cell with electrolyte and separator, which voltages need; particle: size classes without electrolyte, some ten times faster, for CE1.", DefaultValueFactory = _ => usual };
        model.AcceptOnlyFromAmong([.. ReducedModels.Names]);
        return model;
    }

    private static Option<string?> Design() => new("--design") { Description = "A case.yaml whose half cell p2d takes: separator, electrolyte, thickness, porosity.", HelpName = "case.yaml" };

    private static ICellPredictor Forward(string model, string? design, string? config)
        => ReducedModels.Create(model, design is null ? null : CaseFile.Load(design, ContentFolders.Locate(config).Materials));

    internal static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Threads.", HelpName = "T", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--threads: give a number from 1 to 256");
        });
        return threads;
    }

    internal static Option<string> Projection()
    {
        var projection = new Option<string>("--shape") { Description = "Shape and orientation behind a silhouette.", DefaultValueFactory = _ => "prolate-flat" };
        projection.AcceptOnlyFromAmong("prolate-flat", "prolate-random", "oblate-flat", "oblate-edge", "triaxial", "sphere");
        return projection;
    }

    private static Option<string> Parameters(string usual) => new("--fit")
    {
        Description = "Parameters, separated by commas: keys of the material file or D, i0, k, q0, Df, cmax, each with bounds where wanted, as D=1e-19:1e-15.",
        DefaultValueFactory = _ => usual, HelpName = "A,B,…",
    };

    private static Option<int> Starts() => new("--starts") { Description = "Points of the box that are tried first.", DefaultValueFactory = _ => 24 };

    private static FitOptions Options(string parameters, int starts, int threads) => new()
    {
        Parameters = [.. parameters.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FitParameter.Parse)],
        Starts = starts,
        Threads = threads,
    };
}
