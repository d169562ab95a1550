using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Microstructures.Tomography;
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
        var stack = new Option<string?>("--stack") { Description = "Tomography: a multi-page TIFF, a folder of TIFF or PNG slices, or a raw file.", HelpName = "PATH" };
        var voxel = new Option<double>("--voxel-nm") { Description = "Edge of the stack's voxels, nm.", HelpName = "X" };
        var raw = new Option<string?>("--raw") { Description = "Layout of a raw stack, such as 200x200x150:u8 or 200x200x150:u16be:512 (bytes of a header).", HelpName = "LAYOUT" };
        var binary = new Option<bool>("--binary") { Description = "The stack shows solid and pore only: split the solid into particles." };
        var pores = new Option<int[]>("--pore-value") { Description = "Values of pores in the stack, 0 unless given.", HelpName = "V", AllowMultipleArgumentsPerToken = true };
        var binders = new Option<int[]>("--binder-value") { Description = "Values of carbon-binder domain in the stack.", HelpName = "V", AllowMultipleArgumentsPerToken = true };
        var solids = new Option<double>("--solids") { Description = "Volume fraction of particles, 0.01 to 0.7.", DefaultValueFactory = _ => 0.4, HelpName = "PHI" };
        var overlap = new Option<double>("--overlap") { Description = "Share of the particles' volume that may overlap, where the packing jams without.", HelpName = "SHARE" };
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles in a box.", DefaultValueFactory = _ => 200 };
        var realisations = new Option<int>("--realisations") { Description = "Random boxes.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var model = new Option<string>("--shape-model") { Description = "From silhouette to body: prolate-flat, prolate-random, oblate-flat, oblate-edge, triaxial or sphere.", DefaultValueFactory = _ => "prolate-flat" };
        var third = new Option<double>("--third-axis") { Description = "Thickness over width of triaxial particles.", DefaultValueFactory = _ => 0.7, HelpName = "RATIO" };
        var exponents = new Option<double[]>("--exponents") { Description = "Exponents of superellipsoids along and across the short axis, 2 to 8.", HelpName = "E", Arity = new ArgumentArity(1, 2), AllowMultipleArgumentsPerToken = true };
        var binder = new Option<double>("--binder") { Description = "Volume fraction of carbon-binder domain.", HelpName = "PHI" };
        var agglomeration = new Option<string>("--agglomeration") { Description = "Share of the particles in agglomerates, SHARE or SHARE:PARTICLES, or measured.", DefaultValueFactory = _ => "measured" };
        var cutoff = new Option<double>("--inner-cutoff") { Description = "Inner cut-off of roughness, nm.", DefaultValueFactory = _ => 3, HelpName = "NM" };
        var density = new Option<double>("--density") { Description = "Density of the particles, g/cm³.", DefaultValueFactory = _ => 3.48 };
        var study = new Option<bool>("--study") { Description = "Also ask whether a larger box changes the answer." };
        var plain = new Option<bool>("--no-tortuosity") { Description = "Leave tortuosity factors out." };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("structure", "Build and measure a microstructure.")
        {
            output, morphology, stack, voxel, raw, binary, pores, binders, solids, overlap, grid, particles, realisations, seed, model, third, exponents, binder,
            agglomeration, cutoff, density, study, plain, threads, json,
        };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            if (parsed.GetValue(morphology) is null == parsed.GetValue(stack) is null)
                throw new InputException("give either a morphology or a stack", "--morphology, --stack", "Give one of the two");
            var (share, group) = ParseAgglomeration(parsed.GetValue(agglomeration)!);
            double[] powers = parsed.GetValue(exponents) is { Length: > 0 } given ? given : [2];
            var options = new StructureOptions
            {
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = parsed.GetValue(realisations), Solids = parsed.GetValue(solids),
                AllowedOverlap = parsed.GetValue(overlap), Binder = parsed.GetValue(binder), Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads),
                AgglomeratedShare = share, AgglomerateParticles = group, RoughnessInnerCutoffNm = parsed.GetValue(cutoff), DensityGCm3 = parsed.GetValue(density),
                Tortuosity = !parsed.GetValue(plain),
                Shape = new ShapeOptions { Model = ShapeOptions.ParseModel(parsed.GetValue(model)!), ThirdAxisRatio = parsed.GetValue(third), Exponent1 = powers[0], Exponent2 = powers[^1] },
            };
            var (report, first) = await console.ProgressAsync("microstructure", async progress =>
            {
                if (parsed.GetValue(stack) is { } path)
                {
                    var values = new TomographyOptions
                    {
                        VoxelSizeNm = parsed.GetValue(voxel), IsBinary = parsed.GetValue(binary), BinderValues = parsed.GetValue(binders) ?? [],
                        PoreValues = parsed.GetValue(pores) is { Length: > 0 } p ? p : [0],
                    };
                    var layout = parsed.GetValue(raw) is { } text ? RawFormat.Parse(text) : null;
                    return await StructureStudy.OfStackAsync(StackReader.Read(path, layout, cancel), values, options, progress, cancel).ConfigureAwait(false);
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

    private static (double? Share, double? Particles) ParseAgglomeration(string text)
    {
        if (text == "measured") return (null, null);
        string[] parts = text.Split(':');
        double group = double.NaN;
        bool good = double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            && (parts.Length == 1 || (parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out group)));
        return good ? (share, double.IsNaN(group) ? null : group) : throw new InputException($"'{text}' is no agglomeration", "--agglomeration", "Give measured, a share such as 0.3, or 0.3:5 for five particles an agglomerate");
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
