using System.CommandLine;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Pipeline.Datasets;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>dataset export</c>: pictures with their present outlines, for napari, Fiji, CVAT or Label Studio.</summary>
internal static class DatasetExportVerb
{
    public static Command Create()
    {
        var source = new Argument<string[]>("source") { Description = "A run (its id, or its folder), or images, or folders of images.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "A new folder for images/, labels/ and annotations.json.", Required = true, HelpName = "DIR" };
        var frames = new Option<string[]>("--frames") { Description = "Of a run only these frames.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var labels = new Option<string?>("--labels") { Description = "Of images: take the outlines from NAME_labels.png in this folder, as `analyse --labels` wrote them.", HelpName = "DIR" };
        var without = new Option<bool>("--without-outlines") { Description = "Of images: empty label maps, to draw from nothing." };
        var expected = new Option<double?>("--expected-diameter-nm") { Description = "About how large the particles are; without it the scale is found from the picture.", HelpName = "X" };
        Option<string?> model = CommonOptions.Model();
        Option<string> data = CommonOptions.Data();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("export", "Write pictures with their present outlines as label maps and COCO JSON, to be corrected by hand.") { source, output, frames, labels, without, expected, model, data, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string folder = parsed.GetValue(output)!;
            string[] sources = parsed.GetValue(source)!;
            DataFolder? lab = LabFolder.Find(parsed.GetValue(data)!);
            (int Pictures, int Particles) written = await RunOfAsync(sources, lab, cancel).ConfigureAwait(false) is { } run
                ? await OfRunAsync(run, parsed.GetValue(frames) ?? [], folder, console, cancel).ConfigureAwait(false)
                : await OfImagesAsync(FolderAnalysis.FindImages(sources), parsed.GetValue(labels), parsed.GetValue(without), parsed.GetValue(expected),
                    new RunModels(ContentFolders.Locate().Models, lab, parsed.GetValue(model)), folder, console, cancel).ConfigureAwait(false);
            console.WriteJson(new { written.Pictures, written.Particles, Out = folder });
            console.WriteLine($"{written.Pictures} pictures with {written.Particles} outlines written to {folder}; README.txt there says how to correct them. Then: dataset check {folder}");
            return ExitCode.Success;
        }, token));
        return command;
    }

    /// <summary>The run that a single argument names, or null when it names images.</summary>
    private static async Task<RunFolder?> RunOfAsync(string[] sources, DataFolder? lab, CancellationToken cancellationToken)
    {
        if (sources is not [var name]) return null;
        if (File.Exists(Path.Combine(name, RunFolder.RecordName))) return await RunFolder.OpenAsync(name, cancellationToken).ConfigureAwait(false);
        if (Path.Exists(name)) return null;
        if (lab is not null && RunId.IsValid(name) && Directory.Exists(lab.RunPath(name))) return await RunFolder.OpenAsync(lab, name, cancellationToken).ConfigureAwait(false);
        throw new InputException("there is no such run, image or folder", name, $"Give an image, a folder, or the id of a run{(lab is null ? "; there is no data folder yet, name it by --data DIR" : $" in {lab.Runs}")}");
    }

    private static async Task<(int Pictures, int Particles)> OfRunAsync(RunFolder run, string[] frames, string folder, VerbConsole console, CancellationToken cancellationToken)
    {
        int total = frames.Length > 0 ? frames.Length : await DatasetExport.CountAsync(run, cancellationToken).ConfigureAwait(false);
        return await WriteAsync(folder, DatasetExport.OfRunAsync(run, frames, cancellationToken), total, console, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(int Pictures, int Particles)> OfImagesAsync(
        IReadOnlyList<string> images, string? labels, bool without, double? expected, RunModels models, string folder, VerbConsole console, CancellationToken cancellationToken)
    {
        if (without && labels is not null) throw new InputException("both --labels and --without-outlines are given", "dataset export", "Choose one");
        using SegmentationModel? model = without || labels is not null ? null
            : SegmentationModel.Load((await models.ForNewAsync(new SegmentationSettings(), "the recipe", cancellationToken).ConfigureAwait(false)).Path);
        return await WriteAsync(folder, DatasetExport.OfImagesAsync(images, model, labels, expected, cancellationToken), images.Count, console, cancellationToken).ConfigureAwait(false);
    }

    private static Task<(int Pictures, int Particles)> WriteAsync(
        string folder, IAsyncEnumerable<(GreyImage Image, AnnotatedPicture Picture)> pictures, int total, VerbConsole console, CancellationToken cancellationToken)
        => console.ProgressAsync("exporting", progress => AnnotationFolder.WriteAsync(folder, pictures, TimeProvider.System.GetUtcNow(), new Relay(progress, total), cancellationToken));

    private sealed class Relay(IProgress<(double Share, string Text)> progress, int total) : IProgress<(int Done, string Name)>
    {
        public void Report((int Done, string Name) value) => progress.Report(((double)value.Done / Math.Max(1, total), value.Name));
    }
}
