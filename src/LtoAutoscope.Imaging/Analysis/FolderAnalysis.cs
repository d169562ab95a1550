using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// Analyses images from anywhere and writes <c>particles.csv</c>, <c>morphology.json</c>, <c>NAME_overlay.png</c> and, when asked,
/// <c>NAME_labels.png</c>. An image that cannot be analysed is reported and the rest goes on. Every file is written whole or not at all.
/// </summary>
public static class FolderAnalysis
{
    /// <summary>How the instance mask beside an image is named.</summary>
    public const string LabelsSuffix = "_labels.png";

    private const string OverlaySuffix = "_overlay.png";

    /// <summary>The images among files and folders: a folder stands for the images right in it (not for overlays and masks), in the order of their names.</summary>
    /// <exception cref="InputException">A path does not exist, or no image is found.</exception>
    public static IReadOnlyList<string> FindImages(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        List<string> images = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                images.AddRange(Directory.EnumerateFiles(path)
                    .Where(static file => ImageReader.HasImageExtension(file)
                        && !file.EndsWith(OverlaySuffix, StringComparison.OrdinalIgnoreCase) && !file.EndsWith(LabelsSuffix, StringComparison.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal));
            }
            else if (File.Exists(path)) images.Add(path);
            else throw new InputException("There is no such file or folder", path, "Check the path");
        }

        return images.Count > 0
            ? images
            : throw new InputException("No image was found", string.Join(", ", paths), $"Give files or folders with {string.Join(' ', ImageReader.Extensions)}");
    }

    /// <summary>Analyses images and writes the results.</summary>
    /// <param name="paths">Image files, as <see cref="FindImages"/> gives them.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Told after each image; may be null.</param>
    /// <param name="cancellationToken">Ends between two images or tiles; tables are then not written.</param>
    /// <exception cref="InputException">The model is wrong, an option is out of range, or no image at all could be analysed.</exception>
    public static async Task<FolderAnalysisResult> RunAsync(
        IReadOnlyList<string> paths, FolderAnalysisOptions options, IProgress<FolderAnalysisProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        CheckPositive(options.PixelSizeNm, "--pixel-size-nm");
        CheckPositive(options.ExpectedDiameterNm, "--expected-diameter-nm");
        using SegmentationModel model = SegmentationModel.Load(options.ModelPath, new SegmentationModelOptions { IntraOpThreads = options.Threads });
        var analyser = new FrameAnalyser(model, options.Settings, options.ExpectedDiameterNm) { SeenPixels = ParticleSegmenter.PatientPixels };
        string[] names = OutputNames(paths);
        List<ImageOutcome> outcomes = [];
        List<IReadOnlyList<Particle>> frames = [];
        List<double> pixelSizes = [];
        List<string> scaleNotes = [];
        for (int i = 0; i < paths.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImageOutcome outcome;
            try
            {
                (Frame frame, string? note) = Open(paths[i], names[i], options.PixelSizeNm);
                FrameAnalysis analysis = await analyser.AnalyseAsync(frame, cancellationToken).ConfigureAwait(false);
                await WritePicturesAsync(names[i], frame, analysis, options, cancellationToken).ConfigureAwait(false);
                frames.Add([.. analysis.Particles.Select(static p => p with { Outline = [] })]);
                pixelSizes.Add(frame.Metadata.PixelSizeNm ?? double.NaN);
                if (frame.Metadata.ScaleNote is { } scaleNote && !scaleNotes.Contains(scaleNote)) scaleNotes.Add(scaleNote);
                outcome = new ImageOutcome(paths[i], analysis.Particles.Count, analysis.Particles.Count(static p => p.Counts), frame.Metadata.PixelSizeNm, note, null);
            }
            catch (InputException e)
            {
                outcome = new ImageOutcome(paths[i], 0, 0, null, null, e.Message);
            }

            outcomes.Add(outcome);
            progress?.Report(new FolderAnalysisProgress(i + 1, paths.Count, outcome));
        }

        if (frames.Count == 0) throw NothingAnalysed(outcomes);
        Morphology morphology = MorphologyStatistics.Summarise(
            frames, pixelSizes.Average(), options.Seed, scaleNote: scaleNotes.Count > 0 ? string.Join("; ", scaleNotes) : null, segmentationModel: model.Identity);
        await ParticleTableWriter.WriteAsync(Path.Combine(options.OutputFolder, "particles.csv"), frames.SelectMany(static f => f), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(
            Path.Combine(options.OutputFolder, "morphology.json"), JsonSerializer.Serialize(morphology, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
        return new FolderAnalysisResult(morphology, outcomes);
    }

    /// <summary>Reads an image; the file's own pixel size goes before the option's.</summary>
    private static (Frame Frame, string? Note) Open(string path, string name, double? pixelSizeNm)
    {
        Frame frame = ImageReader.Read(path);
        double? own = frame.Metadata.PixelSizeNm;
        string? note = own is double told && pixelSizeNm is double given && Math.Abs(told / given - 1) > 0.01
            ? string.Create(CultureInfo.InvariantCulture, $"the file's own pixel size, {told:G6} nm, was used, not the {given:G6} nm given")
            : null;
        double size = own ?? pixelSizeNm
            ?? throw new InputException("The file does not tell its pixel size, so nothing can be measured in nm", path, "Give the pixel size with `--pixel-size-nm`");
        return (frame with { Metadata = frame.Metadata with { FrameId = Path.GetFileName(path), PixelSizeNm = size } }, note);
    }

    private static async Task WritePicturesAsync(
        string name, Frame frame, FrameAnalysis analysis, FolderAnalysisOptions options, CancellationToken cancellationToken)
    {
        string stem = Path.Combine(options.OutputFolder, name);
        await OverlayWriter.WriteAsync(
            stem + OverlaySuffix, frame.Image, analysis.Particles, frame.Metadata.PixelSizeNm, frame.Metadata.ScaleNote, cancellationToken).ConfigureAwait(false);
        if (!options.Labels) return;
        if (analysis.Particles.Count > ushort.MaxValue)
            throw new InputException("More than 65,535 particles do not fit into a 16-bit mask", frame.Metadata.FrameId, "Cut the image into parts, or leave out `--labels`");
        using var mask = new MemoryStream();
        PngImage.WriteLabels(analysis.Labels, mask);
        await AtomicFile.WriteAsync(stem + LabelsSuffix, mask.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>File names without extension; where two would be the same, with it, and where that is not enough, numbered.</summary>
    private static string[] OutputNames(IReadOnlyList<string> paths)
    {
        string[] stems = [.. paths.Select(static p => Path.GetFileNameWithoutExtension(p))];
        HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[stems.Length];
        for (int i = 0; i < stems.Length; i++)
        {
            bool shared = stems.Count(s => string.Equals(s, stems[i], StringComparison.OrdinalIgnoreCase)) > 1;
            string wanted = shared ? Path.GetFileName(paths[i]) : stems[i];
            string name = wanted;
            for (int n = 2; !used.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{n}");
            names[i] = name;
        }

        return names;
    }

    private static void CheckPositive(double? value, string option)
    {
        if (value is double number && !(number > 0 && double.IsFinite(number)))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{number} is no size"), option, "Give a number of nm above 0");
    }

    private static InputException NothingAnalysed(List<ImageOutcome> outcomes)
        => new($"None of {outcomes.Count} images could be analysed. The first: {outcomes[0].Error?.TrimEnd('.')}", "analyse", "Mend the files or options and try again");
}
