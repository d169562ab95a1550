using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Storage.Runs;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>fem areas</c>: the cell model on the morphology of each area of a run.</summary>
internal static class FemAreasVerb
{
    /// <summary>The file it writes.</summary>
    public const string FileName = "areas.json";

    private const int FewestParticles = 8;

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Folder for areas.json.", Required = true, HelpName = "DIR" };
        var run = new Option<string>("--run") { Description = "Folder of a run.", Required = true, HelpName = "DIR" };
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path.", DefaultValueFactory = _ => "lto", HelpName = "NAME" };
        var rate = new Option<double>("--rate") { Description = "C-rate, full charges an hour.", DefaultValueFactory = _ => 0.2, HelpName = "C" };
        var grid = new Option<int>("--grid") { Description = "Voxels along an edge of the box.", DefaultValueFactory = _ => 32, HelpName = "N" };
        var particles = new Option<int>("--particles") { Description = "Particles in a box.", DefaultValueFactory = _ => 36 };
        var realisations = new Option<int>("--realisations") { Description = "Random boxes of each area.", DefaultValueFactory = _ => 2 };
        var seed = new Option<int>("--seed") { Description = "Seed of the boxes.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var structures = new Option<bool>("--structures") { Description = "Also write the first microstructure of each area, as structure.vti, in a folder of its own." };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        var command = new Command("areas", "What the differences between the areas of a sample do to CE1.") { output, run, material, rate, grid, particles, realisations, seed, threads, structures, json, config };
        var choice = new StructureChoice("0");
        choice.AddTo(command);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string materialName = parsed.GetValue(material)!;
            var values = new MaterialLibrary(ContentFolders.Locate(parsed.GetValue(config)).Materials).Find(materialName);
            var (areas, whole) = await ReadAsync(parsed.GetValue(run)!, cancel).ConfigureAwait(false);
            var options = new CellModelOptions
            {
                Structure = choice.Read(parsed),
                Grid = parsed.GetValue(grid), Particles = parsed.GetValue(particles), Realisations = parsed.GetValue(realisations), RatePerHour = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed), Threads = parsed.GetValue(threads),
            };
            MorphologyFieldResult result = await console.ProgressAsync("areas", progress =>
                MorphologyField.RunAsync(areas, whole, values, options, new Relay(progress), cancel)).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(Path.Combine(parsed.GetValue(output)!, FileName), JsonSerializer.Serialize(result, DomainJson.File) + "\n", cancel).ConfigureAwait(false);
            if (parsed.GetValue(structures))
            {
                foreach (var field in await MorphologyField.BuildAsync(areas, options.StructureFor(values), null, cancel).ConfigureAwait(false))
                    await StructureFiles.WriteLabelsAsync(Path.Combine(parsed.GetValue(output)!, field.Area.Name), field.Structures[0].Voxels, cancel).ConfigureAwait(false);
            }

            console.WriteJson(result);
            if (!console.IsJson) Describe(console, result);
            return ExitCode.Success;
        }, token));
        return command;
    }

    private static async Task<(IReadOnlyList<AreaMorphology> Areas, Morphology Whole)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        RunFolder folder = await RunFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        Morphology whole = await JsonFile.ReadAsync<Morphology>(folder.MorphologyPath, cancellationToken).ConfigureAwait(false);
        var planned = (await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false)).LastOrDefault(line => line.Kind == RunEventKind.AreasPlanned);
        Area[] places = planned?.Data["areas"].Deserialize<Area[]>(DomainJson.Line) ?? [];
        var particles = ParticleTableReader.Read(folder.ParticlesCsvPath);
        var areas = new List<AreaMorphology>();
        // A frame's id begins with its area: a02-f0007.
        foreach (var group in particles.GroupBy(p => p.Frame.Split('-')[0], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (group.Count(p => p.Counts) < FewestParticles) continue;
            IReadOnlyList<Particle>[] frames = [.. group.GroupBy(p => p.Frame, StringComparer.Ordinal).Select(f => (IReadOnlyList<Particle>)[.. f])];
            var options = new SummaryOptions { SampleName = whole.SampleName, ScaleNote = whole.ScaleNote, SegmentationModel = whole.SegmentationModel };
            var place = places.FirstOrDefault(a => string.Create(CultureInfo.InvariantCulture, $"a{a.Index:00}") == group.Key)?.Centre;
            areas.Add(new AreaMorphology(group.Key, place?.XMm ?? double.NaN, place?.YMm ?? double.NaN, MorphologyStatistics.Summarise(frames, whole.PixelSizeNm, options)));
        }

        return areas.Count > 0
            ? (areas, whole)
            : throw new InputException($"no area has {FewestParticles} counted particles", folder.ParticlesCsvPath, "Measure more frames an area");
    }

    private static void Describe(VerbConsole console, MorphologyFieldResult result)
    {
        var table = new Table().AddColumns("area", "x, y mm", "particles", "diameter, nm", "aspect ratio", "m²/g", "CE1, %", "± packing");
        foreach (var area in result.Areas)
        {
            table.AddRow(
                area.Name, Text(area.XMm, "0.00") + ", " + Text(area.YMm, "0.00"), area.MeasuredParticles.ToString(CultureInfo.InvariantCulture), Text(area.MeanDiameterNm, "0.0"),
                Text(area.MeanAspectRatio, "0.00"), Text(area.AreaRealM2G, "0.0"), Text(100 * area.Ce1, "0.00"), Text(100 * area.Ce1StandardError, "0.00"));
        }

        console.Terminal.Write(table);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"CE1 of the areas side by side {100 * result.Ce1:0.00} %, of one mean population {100 * result.Ce1Pooled:0.00} %; between areas ± {100 * result.Spread:0.00}, of which packing and drawing explain ± {100 * result.Sampling:0.00}"));

        static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value) => progress.Report((value.Fraction, value.Stage));
    }
}
