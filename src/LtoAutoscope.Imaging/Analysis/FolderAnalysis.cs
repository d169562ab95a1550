using System.Globalization;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Formats.Vendors;
using LtoAutoscope.Imaging.Marks;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>
/// Analyses images from anywhere and writes <c>particles.csv</c>, <c>morphology.json</c>, <c>images.json</c>, <c>NAME_overlay.png</c> and, when asked,
/// <c>NAME_labels.png</c>; of a file with several pictures each is an image of its own, <c>NAME_pageN</c>. An image that cannot be analysed is reported and the rest goes on. Every file is written whole or not at all.
/// </summary>
public static class FolderAnalysis
{
    /// <summary>How the instance mask beside an image is named.</summary>
    public const string LabelsSuffix = "_labels.png";

    private const string OverlaySuffix = "_overlay.png", ScaleBarSuffix = "_scalebar.png";

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
                        && !Array.Exists([OverlaySuffix, LabelsSuffix, ScaleBarSuffix], suffix => file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
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
        CheckScale(options);
        CheckPositive(options.ExpectedDiameterNm, "--expected-diameter-nm");
        CheckPercent(options.PixelSizeUncertaintyPercent, 0, "--pixel-size-uncertainty");
        CheckPercent(options.PrecisionPercent, 0.1, "--precision");
        using SegmentationModel model = SegmentationModel.Load(options.ModelPath, new SegmentationModelOptions { IntraOpThreads = options.Threads });
        var analyser = new FrameAnalyser(model, options.Settings, options.ExpectedDiameterNm) { SeenPixels = ParticleSegmenter.PatientPixels };
        string[] names = OutputNames(paths);
        List<ImageOutcome> outcomes = [];
        List<IReadOnlyList<Particle>> frames = [];
        List<double> pixelSizes = [];
        List<string> scaleNotes = [];
        List<ImageReport> reports = [];
        double? told = null;
        for (int i = 0; i < paths.Count; i++)
        {
            int pictures = 1;
            ImageFile? file = null;
            for (int picture = 0; picture < pictures; picture++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ImageOutcome outcome;
                try
                {
                    file ??= ImageFile.Open(paths[i]);
                    pictures = file.PictureCount;
                    string name = pictures > 1 ? string.Create(CultureInfo.InvariantCulture, $"{names[i]}_page{picture + 1}") : names[i];
                    (Frame frame, ImageReport report) = await OpenAsync(file, picture, paths[i], name, options, cancellationToken).ConfigureAwait(false);
                    (FrameAnalysis analysis, SegmentationResult seen) = await Task.Run(() => analyser.Analyse(frame, cancellationToken), cancellationToken).ConfigureAwait(false);
                    await WritePicturesAsync(name, frame, analysis, options, cancellationToken).ConfigureAwait(false);
                    bool leftOut = options.Settings.LeaveOutFlagged && analysis.Review.IsFlagged;
                    if (!leftOut) frames.Add([.. analysis.Particles.Select(static p => p with { Outline = [] })]);
                    if (!leftOut) pixelSizes.Add(report.PixelSizeNm.Value);
                    if (!leftOut && frame.Metadata.PixelSizeUncertaintyPercent is double percent) told = Math.Max(told ?? 0, percent);
                    reports.Add(report with { Picture = PictureOf(frame, seen.Analysed, report.Picture.Source), Review = analysis.Review, LeftOut = leftOut });
                    if (frame.Metadata.ScaleNote is { } scaleNote && !scaleNotes.Contains(scaleNote)) scaleNotes.Add(scaleNote);
                    string? note = report.Notes.Count > 0 ? string.Join("; ", report.Notes) : null;
                    outcome = new ImageOutcome(paths[i], analysis.Particles.Count, analysis.Particles.Count(static p => p.Counts), frame.Metadata.PixelSizeNm, note, null)
                    {
                        Image = report.Image, PixelSizeSource = report.PixelSizeNm.Source, Review = analysis.Review, LeftOut = leftOut,
                    };
                }
                catch (InputException e)
                {
                    outcome = new ImageOutcome(paths[i], 0, 0, null, null, e.Message);
                }

                outcomes.Add(outcome);
                progress?.Report(new FolderAnalysisProgress(picture + 1 < pictures ? i : i + 1, paths.Count, outcome));
            }
        }

        if (frames.Count == 0) throw NothingAnalysed(outcomes);
        Morphology morphology = MorphologyStatistics.Summarise(
            frames, pixelSizes.Average(), new SummaryOptions
            {
                Seed = options.Seed, ScaleNote = scaleNotes.Count > 0 ? string.Join("; ", scaleNotes) : null, SegmentationModel = model.Identity, PrecisionPercent = options.PrecisionPercent,
                Accuracy = MeasurementAccuracy.For(options.ModelPath, model.Sha256), PixelSizeUncertaintyPercent = options.PixelSizeUncertaintyPercent ?? told,
            }) with { NetworkRanOn = model.Provider.ToString() };
        await ParticleTableWriter.WriteAsync(Path.Combine(options.OutputFolder, "particles.csv"), frames.SelectMany(static f => f), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(
            Path.Combine(options.OutputFolder, "morphology.json"), JsonSerializer.Serialize(morphology, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(
            Path.Combine(options.OutputFolder, "images.json"), JsonSerializer.Serialize(reports, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
        return new FolderAnalysisResult(morphology, outcomes) { Provider = model.Provider, Reports = reports };
    }

    /// <summary>Reads a picture of a file and chooses its pixel size; a scale bar that was used, or could be, is shown in <c>NAME_scalebar.png</c>.</summary>
    private static async Task<(Frame Frame, ImageReport Report)> OpenAsync(
        ImageFile file, int picture, string path, string name, FolderAnalysisOptions options, CancellationToken cancellationToken)
    {
        ImagePage page = file.Read(picture);
        (FrameMetadata metadata, GreyImage image) = page.Frame;
        PixelSizeChoice size;
        try
        {
            size = PixelSizeChoice.Of(page, options, path);
        }
        catch (InputException) when (options.ScaleBarNm is null && ScaleBarFinder.Find(image) is { IsLikely: true } bar)
        {
            await ScaleBarPicture.WriteAsync(Path.Combine(options.OutputFolder, name + ScaleBarSuffix), image, bar, cancellationToken).ConfigureAwait(false);
            throw;
        }

        if (size.Bar is not null) await ScaleBarPicture.WriteAsync(Path.Combine(options.OutputFolder, name + ScaleBarSuffix), image, size.Bar, cancellationToken).ConfigureAwait(false);
        string id = file.PictureCount > 1 ? metadata.FrameId : Path.GetFileName(path);
        metadata = metadata with { FrameId = id, PixelSizeNm = size.Nm, ScaleNote = metadata.ScaleNote ?? size.Reservation };
        var report = new ImageReport
        {
            Image = id, Path = path, Sha256 = file.Sha256, Overlay = name + OverlaySuffix, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, Metadata = page.Facts,
            Picture = new Known<PixelArea>(default, page.Facts.Area?.Source ?? ""), PixelSizeNm = new Known<double>(size.Nm, size.Source),
            Notes = size.Note is null ? page.Facts.Notes : [size.Note, .. page.Facts.Notes],
        };
        return (page.Frame with { Metadata = metadata }, report);
    }

    private static Known<PixelArea> PictureOf(Frame frame, ImageRegion seen, string source)
    {
        bool isWhole = seen == ImageRegion.Whole(frame.Image.Width, frame.Image.Height);
        return new Known<PixelArea>(new PixelArea(seen.X, seen.Y, seen.Width, seen.Height), source.Length > 0 ? source : isWhole ? "the whole file; no data bar was found" : "a data bar was found in the pixels");
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

    private static void CheckScale(FolderAnalysisOptions options)
    {
        foreach ((double? value, string option) in ((double?, string)[])[(options.PixelSizeNm, "--pixel-size-nm"), (options.ScaleBarNm, "--scale-bar")]) CheckPositive(value, option);
        if (options.PixelSizeNm is double size && !PixelSizeClaim.IsPossible(size))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{size:G6} nm is no possible pixel size"), "--pixel-size-nm", "Give the edge of a pixel in nm; those of electron microscopes lie between 0.0001 and 1,000,000");
        if (options is { PixelSizeNm: not null, ScaleBarNm: not null })
            throw new InputException("A pixel size and a scale bar were given", "--scale-bar", "Give one of both");
    }

    private static void CheckPositive(double? value, string option)
    {
        if (value is double number && !(number > 0 && double.IsFinite(number)))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{number} is no size"), option, "Give a number of nm above 0");
    }

    private static void CheckPercent(double? value, double least, string option)
    {
        if (value is double number && !(number >= least && number <= 50))
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{number} is no percentage that can be worked with"), option, string.Create(CultureInfo.InvariantCulture, $"Give a number from {least} to 50"));
    }

    private static InputException NothingAnalysed(List<ImageOutcome> outcomes)
        => outcomes.FirstOrDefault(static outcome => outcome.LeftOut) is { } flagged
            ? new($"Every image that could be analysed is flagged and left out. {flagged.Review.Flags[0]}", flagged.Path, "Look at the overlay, or count flagged images too by leaving out `--leave-out-flagged`")
            : new($"None of {outcomes.Count} images could be analysed. The first: {outcomes[0].Error?.TrimEnd('.')}", "analyse", "Mend the files or options and try again");
}
