using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Pipeline.Running;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>analyse PATH… --out DIR</c>: segments and measures images that no instrument of ours took.</summary>
internal static class AnalyseVerb
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Images, or folders of images.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Folder for tables and pictures.", Required = true, HelpName = "DIR" };
        var pixelSize = new Option<double?>("--pixel-size-nm") { Description = "Edge of a pixel, nm, where the file does not tell.", HelpName = "X" };
        Option<string?> model = CommonOptions.Model();
        Option<string> data = CommonOptions.Data();
        var expected = new Option<double?>("--expected-diameter-nm") { Description = "About how large the particles are; without it the scale is found from the picture.", HelpName = "X" };
        var labels = new Option<bool>("--labels") { Description = "Also write NAME_labels.png: 16 bit, 0 background, 1…n particles." };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("analyse", "Segment and measure images.") { paths, output, pixelSize, model, expected, labels, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            RunModel network = await new RunModels(ContentFolders.Locate().Models, LabFolder.Find(parsed.GetValue(data)!), parsed.GetValue(model))
                .ForNewAsync(new SegmentationSettings(), "the recipe", cancel).ConfigureAwait(false);
            await PastResults.RequireNoneOfAnotherModelAsync(parsed.GetValue(output)!, network.Sha256, cancel).ConfigureAwait(false);
            var options = new FolderAnalysisOptions
            {
                OutputFolder = parsed.GetValue(output)!, PixelSizeNm = parsed.GetValue(pixelSize), ExpectedDiameterNm = parsed.GetValue(expected), Labels = parsed.GetValue(labels),
                ModelPath = network.Path,
            };
            FolderAnalysisResult result = await console.ProgressAsync("analysing", progress =>
                FolderAnalysis.RunAsync(FolderAnalysis.FindImages(parsed.GetValue(paths)!), options, new Relay(progress), cancel)).ConfigureAwait(false);
            foreach (ImageOutcome failed in result.Images.Where(image => image.Error is not null)) await Console.Error.WriteLineAsync(failed.Error).ConfigureAwait(false);
            console.WriteJson(new { result.Images, result.Failures, result.Morphology, Out = options.OutputFolder });
            if (!console.IsJson) Describe(console, result, options.OutputFolder);
            return result.Failures == 0 ? ExitCode.Success : ExitCode.Failure;
        }, token));
        return command;
    }

    private static void Describe(VerbConsole console, FolderAnalysisResult result, string folder)
    {
        var morphology = result.Morphology;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{morphology.ParticleCount} whole particles on {result.Images.Count - result.Failures} images, {morphology.BorderCount} at borders left out"));
        if (morphology.ParticleCount > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"D50 {morphology.DiameterNm.Median:0.0} nm (95 %: {morphology.DiameterNm.MedianCi95[0]:0.0} to {morphology.DiameterNm.MedianCi95[1]:0.0}), aspect ratio {morphology.AspectRatio.Median:0.00}, fractal dimension {morphology.FractalDimension.Median:0.00}"));
        }

        console.WriteLine($"written to {folder}");
    }

    private sealed class Relay(IProgress<(double Share, string Text)> progress) : IProgress<FolderAnalysisProgress>
    {
        public void Report(FolderAnalysisProgress value) => progress.Report(((double)value.Done / Math.Max(1, value.Total), Path.GetFileName(value.Latest.Path)));
    }
}
