using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Storage.Runs;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem structure</c>: a microstructure from a morphology or from tomography, measured.</summary>
internal static class FemStructureVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for structure.json, structure.vti and structure.svg.", Required = true, HelpName = "DIR" };
        var morphology = new Option<string?>("--morphology") { Description = "A morphology.json of analyse or of a run.", HelpName = "morphology.json" };
        var solids = new Option<double>("--solids") { Description = "Volume fraction of particles, 0.01 to 0.7.", DefaultValueFactory = _ => 0.4, HelpName = "PHI" };
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles in a box.", DefaultValueFactory = _ => 200 };
        var realisations = new Option<int>("--realisations") { Description = "Random boxes.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var cutoff = new Option<double>("--inner-cutoff") { Description = "Inner cut-off of roughness, nm.", DefaultValueFactory = _ => 3, HelpName = "NM" };
        var density = new Option<double>("--density") { Description = "Density of the particles, g/cm³.", DefaultValueFactory = _ => 3.48 };
        var study = new Option<bool>("--study") { Description = "Also ask whether a larger box changes the answer." };
        var plain = new Option<bool>("--no-tortuosity") { Description = "Leave tortuosity factors out." };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = CommonOptions.Json();
        var stack = new StackChoice();
        var choice = new StructureChoice("measured");
        var command = new Command("structure", "Build and measure a microstructure.")
        {
            output, morphology, solids, grid, particles, realisations, seed, cutoff, density, study, plain, threads, json,
        };
        stack.AddTo(command);
        choice.AddTo(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(morphology) is null == parsed.GetValue(stack.Path) is null)
                throw new InputException("give either a morphology or a stack", "--morphology, --stack", "Give one of the two");
            StructureOptions options = choice.Read(parsed) with
            {
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = parsed.GetValue(realisations), Solids = parsed.GetValue(solids),
                Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads), RoughnessInnerCutoffNm = parsed.GetValue(cutoff), DensityGCm3 = parsed.GetValue(density),
                Tortuosity = !parsed.GetValue(plain),
            };
            var (report, first) = await console.ProgressAsync("microstructure", async progress =>
            {
                if (parsed.GetValue(stack.Path) is not null)
                {
                    var (volume, values) = stack.Read(parsed, cancel);
                    return await StructureStudy.OfStackAsync(volume, values, options, progress, cancel).ConfigureAwait(false);
                }

                var measured = await JsonFile.ReadAsync<Morphology>(parsed.GetValue(morphology)!, cancel).ConfigureAwait(false);
                return await StructureStudy.OfMorphologyAsync(measured, options, parsed.GetValue(study), progress, cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
            await StructureFiles.WriteAsync(parsed.GetValue(output)!, report, first.Voxels, cancel).ConfigureAwait(false);
            console.WriteJson(report);
            if (!console.IsJson) Describe(console, report, parsed.GetValue(output)!);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, StructureReport report, string folder)
    {
        var table = new Table().AddColumns("figure", "mean", "± of one box");
        foreach (var (name, value) in report.Summary)
            table.AddRow(name, value.Mean.ToString("G5", CultureInfo.InvariantCulture), double.IsNaN(value.Std) ? "" : value.Std.ToString("G2", CultureInfo.InvariantCulture));
        console.Terminal.Write(table);
        if (report.Distributions.Count > 0)
        {
            var match = new Table().AddColumns("distribution", "asked D10, D50, D90", "realised", "distance", "5 % limit");
            foreach (var d in report.Distributions)
                match.AddRow(d.Measure, Three(d.Asked), Three(d.Realised), d.KolmogorovSmirnov.ToString("0.000", CultureInfo.InvariantCulture), d.Critical.ToString("0.000", CultureInfo.InvariantCulture));
            console.Terminal.Write(match);
            var models = new Table().AddColumns("shape model", "volume", "area/volume", "diffusion lag");
            foreach (var m in report.ShapeModels)
                models.AddRow(m.Model.ToString(), Ratio(m.VolumeRatio), Ratio(m.AreaToVolumeRatio), Ratio(m.LagRatio));
            console.Terminal.Write(models);
        }

        if (report.BoxStudy.Count > 0)
        {
            var boxes = new Table().AddColumns("particles", "grid", "box, nm", "porosity", "area, 1/m", "tortuosity", "as the largest");
            foreach (var b in report.BoxStudy)
            {
                boxes.AddRow(
                    b.Particles.ToString(CultureInfo.InvariantCulture), b.Grid.ToString(CultureInfo.InvariantCulture), b.BoxNm.ToString("0", CultureInfo.InvariantCulture),
                    Scatter(b.Porosity, "0.0000"), Scatter(b.AreaPerM, "0.00e+0"), Scatter(b.Tortuosity, "0.000"), b.IsRepresentative ? "yes" : "no");
            }

            console.Terminal.Write(boxes);
        }

        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.ShapeModel}; inner cut-off of roughness {report.RoughnessInnerCutoffNm:0.#} nm; written to {folder}"));

        static string Three(double[] values) => string.Join(", ", values.Take(3).Select(v => v.ToString("G4", CultureInfo.InvariantCulture)));

        static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

        static string Scatter(MeanScatter value, string format)
            => value.Mean.ToString(format, CultureInfo.InvariantCulture) + " ± " + value.Std.ToString(format, CultureInfo.InvariantCulture);
    }
}
