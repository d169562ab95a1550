using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Fem;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Pipeline.Exchange;
using LtoAutoscope.Pipeline.Running;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>analyse PATH… --out DIR</c>: segments and measures images that no instrument of ours took.</summary>
internal static class AnalyseVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Images, or folders of images.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Folder for tables and pictures.", Required = true, HelpName = "DIR" };
        var pixelSize = new Option<double?>("--pixel-size-nm") { Description = "Edge of a pixel, nm. What a maker's tag, OME-XML, ImageJ or a file beside the image says goes before it; plain resolution tags (dpi) do not.", HelpName = "X" };
        var scaleBar = new Option<string?>("--scale-bar") { Description = "What the burnt-in scale bar's label says, such as 200nm or 2um, for images without a pixel size. The bar that was used is shown in NAME_scalebar.png.", HelpName = "LENGTH" };
        Option<string?> model = CommonOptions.Model();
        Option<string> data = CommonOptions.Data();
        var expected = new Option<double?>("--expected-diameter-nm") { Description = "About how large the particles are; without it the scale is found from the picture.", HelpName = "X" };
        var scale = new Option<double?>("--pixel-size-uncertainty") { Description = "Within what half-width the pixel size is known, percent; without it what the files tell, or 2.", HelpName = "PERCENT" };
        var precision = new Option<double>("--precision") { Description = "Half-width of the 95 % intervals that you want, percent: the result tells how many more particles it needs.", HelpName = "PERCENT", DefaultValueFactory = _ => SummaryOptions.DefaultPrecisionPercent };
        var labels = new Option<bool>("--labels") { Description = "Also write NAME_labels.png: 16 bit, 0 background, 1…n particles." };
        var leaveOut = new Option<bool>("--leave-out-flagged") { Description = "Leave flagged images out of the statistics; without it they count and are named." };
        var report = new Option<bool>("--report") { Description = "Also write the sample report: report.html (prints to A4) and report.json." };
        var sample = new Option<string?>("--sample") { Description = "Name of the sample in the report; without it the name of the first folder or file.", HelpName = "NAME" };
        var cell = new Option<string?>("--cell-model") { Description = "Also run the cell model on the measured morphology, and the regression: fem/ and prediction.json. p2d is quick, rve packs a box of particles.", HelpName = "FIDELITY" };
        cell.AcceptOnlyFromAmong("p2d", "particle", "rve");
        var material = new Option<string>("--material") { Description = "Name of a file in config/materials, or a path, for the cell model.", HelpName = "NAME", DefaultValueFactory = _ => "lto" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("analyse", "Segment and measure images: TIFF (8 or 16 bit, palette, colour, tiled, several pages, BigTIFF), PNG, JPEG, BMP, WebP. Pixel size, microscope settings and the picture without its data bar are taken from the tags of FEI/Thermo, Zeiss, TESCAN and Phenom, from Hitachi's, JEOL's and TESCAN's files beside the image, else from the pixels; images.json tells what came from where.") { paths, output, pixelSize, scaleBar, model, expected, scale, precision, labels, leaveOut, report, sample, cell, material, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            RunModel network = await new RunModels(ContentFolders.Locate().Models, LabFolder.Find(parsed.GetValue(data)!), parsed.GetValue(model))
                .ForNewAsync(new SegmentationSettings(), "the recipe", cancel).ConfigureAwait(false);
            await PastResults.RequireNoneOfAnotherModelAsync(parsed.GetValue(output)!, network.Sha256, cancel).ConfigureAwait(false);
            var options = new FolderAnalysisOptions
            {
                OutputFolder = parsed.GetValue(output)!, PixelSizeNm = parsed.GetValue(pixelSize), ScaleBarNm = LengthOption.Nanometres(parsed.GetValue(scaleBar), "--scale-bar"), ExpectedDiameterNm = parsed.GetValue(expected), Labels = parsed.GetValue(labels),
                PixelSizeUncertaintyPercent = parsed.GetValue(scale), PrecisionPercent = parsed.GetValue(precision),
                ModelPath = network.Path,
                Settings = new SegmentationSettings { LeaveOutFlagged = parsed.GetValue(leaveOut) },
            };
            FolderAnalysisResult result = await console.ProgressAsync("analysing", progress =>
                FolderAnalysis.RunAsync(FolderAnalysis.FindImages(parsed.GetValue(paths)!), options, new Relay(progress), cancel)).ConfigureAwait(false);
            foreach (ImageOutcome failed in result.Images.Where(image => image.Error is not null)) await Console.Error.WriteLineAsync(failed.Error).ConfigureAwait(false);
            if (result.Provider.Note is { } fallBack) await Console.Error.WriteLineAsync(fallBack).ConfigureAwait(false);
            foreach (string note in Notes(result)) await Console.Error.WriteLineAsync(note).ConfigureAwait(false);
            foreach (ImageOutcome flagged in result.Images.Where(image => image.Review.IsFlagged))
                await Console.Error.WriteLineAsync($"{Path.GetFileName(flagged.Path)} is flagged{(flagged.LeftOut ? " and left out" : "")}: {string.Join(". ", flagged.Review.Flags)}.").ConfigureAwait(false);
            (CellModelSettings? cellModel, Material? values) = await ModelCellAsync(parsed.GetValue(cell), parsed.GetValue(material)!, options.OutputFolder, result, console, cancel).ConfigureAwait(false);
            IReadOnlyList<string> written = parsed.GetValue(report)
                ? await FolderReport.WriteAsync(options.OutputFolder, result, new FolderReportAbout
                {
                    SampleName = parsed.GetValue(sample) ?? NameOf(parsed.GetValue(paths)![0]), Description = $"{result.Images.Count} images analysed with `analyse`", Material = values,
                    CellModel = cellModel, SoftwareVersion = Hosting.SoftwareVersion.Current,
                }, TimeProvider.System, cancel).ConfigureAwait(false)
                : [];
            console.WriteJson(new { result.Images, result.Failures, result.Morphology, RanOn = result.Provider.Name, Out = options.OutputFolder, Report = written.Count > 0 ? written[0] : null });
            if (!console.IsJson) Describe(console, result, options.OutputFolder);
            return result.Failures == 0 ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    /// <summary>Cell model and regression, where they are asked for; null otherwise.</summary>
    private static async Task<(CellModelSettings? Settings, Material? Material)> ModelCellAsync(string? fidelity, string material, string folder, FolderAnalysisResult result, VerbConsole console, CancellationToken cancellationToken)
    {
        if (fidelity is null) return (null, null);
        ContentFolders content = ContentFolders.Locate();
        var settings = new CellModelSettings { Fidelity = fidelity switch { "p2d" => CellModelFidelity.P2d, "particle" => CellModelFidelity.Particle, _ => CellModelFidelity.Rve } };
        Material values = MaterialFile.Load(File.Exists(material) ? material : Path.Combine(content.Materials, material + ".yaml"));
        await console.ProgressAsync("cell model", async progress =>
        {
            await FolderCellModel.RunAsync(folder, result.Morphology, values, settings, content.Regression, new CellRelay(progress), cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        return (settings, values);
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>The notes, each once, with the first image that it belongs to and how many more.</summary>
    private static IEnumerable<string> Notes(FolderAnalysisResult result)
        => result.Images.Where(static image => image.Note is not null).GroupBy(static image => image.Note)
            .Select(static same => $"{same.First().Image}{(same.Count() > 1 ? $" and {same.Count() - 1} more" : "")}: {same.Key}");

    private static void Describe(VerbConsole console, FolderAnalysisResult result, string folder)
    {
        var morphology = result.Morphology;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{morphology.ParticleCount} whole particles on {result.Images.Count - result.Failures} images, {morphology.BorderCount} at borders left out; {result.Flagged} images flagged"));
        if (morphology.ParticleCount > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"D50 {morphology.DiameterNm.Median:0.0} nm (95 %: {morphology.DiameterNm.MedianCi95[0]:0.0} to {morphology.DiameterNm.MedianCi95[1]:0.0}), aspect ratio {morphology.AspectRatio.Median:0.00}, fractal dimension {morphology.FractalDimension.Median:0.00}"));
            foreach (PrecisionNeed need in morphology.Precision.Where(static need => need is { Measure: "diameter_nm", Statistic: "median" }))
                console.WriteLine(PrecisionText.Of(need));
        }

        console.WriteLine($"written to {folder}");
    }

    private sealed class CellRelay(IProgress<(double Share, string Text)> progress) : IProgress<CellModelProgress>
    {
        public void Report(CellModelProgress value) => progress.Report((value.Fraction, value.Stage));
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<FolderAnalysisProgress>
    {
        public void Report(FolderAnalysisProgress value) => progress.Report(((double)value.Done / Math.Max(1, value.Total), Path.GetFileName(value.Latest.Path)));
    }
}
