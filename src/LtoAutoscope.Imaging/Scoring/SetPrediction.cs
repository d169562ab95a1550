using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>Segments every picture of a set and writes the instance masks where <see cref="SegmentationScoring"/> looks for them. No pixel size is needed.</summary>
public static class SetPrediction
{
    /// <summary>The pictures of a set with masks, or of a plain folder of images.</summary>
    /// <param name="folder">A set as <see cref="LabelledSet"/> knows them, or a folder of images.</param>
    /// <param name="sources">Only these sources; null for all.</param>
    /// <param name="split">Only this split; null for all.</param>
    /// <exception cref="InputException">There are none, or a picture is missing beside its mask.</exception>
    public static IReadOnlyList<PictureToPredict> Find(string folder, IReadOnlyCollection<string>? sources = null, string? split = null)
    {
        bool isSet = File.Exists(Path.Combine(folder, "manifest.csv")) || Directory.Exists(Path.Combine(folder, "labels"));
        if (!isSet) return [.. FolderAnalysis.FindImages([folder]).Select(static image => new PictureToPredict(Path.GetFileNameWithoutExtension(image), image, null))];
        return [.. LabelledSet.Find(folder, sources, split).Select(picture => new PictureToPredict(
            Path.Combine(picture.Source, picture.Name),
            picture.ImagePath ?? throw new InputException($"The picture of '{picture.Name}' is missing", picture.LabelPath, "Put it under images/ beside labels/"),
            picture.LabelPath))];
    }

    /// <summary>Segments pictures, several at a time with one thread of the network each, and writes <c>OUT/SOURCE/NAME.png</c>.</summary>
    /// <param name="pictures">As <see cref="Find"/> gives them.</param>
    /// <param name="model">The network; not owned. Null for <see cref="ClassicalSegmenter"/>, which knows no scale.</param>
    /// <param name="settings">How particles are found.</param>
    /// <param name="output">Folder of the masks; made when missing.</param>
    /// <param name="knownScale">Whether the median diameter of the true particles is given as the expected size, as a daemon with the right expectation has it; else the scale is found from the picture.</param>
    /// <param name="parallelism">Pictures at a time.</param>
    /// <param name="progress">Hears of each finished picture.</param>
    /// <param name="cancellationToken">Stops between pictures or tiles; what is written stays whole.</param>
    /// <exception cref="InputException">A file is damaged, or a scale is asked for that no mask tells.</exception>
    public static async Task WriteAsync(
        IReadOnlyList<PictureToPredict> pictures, SegmentationModel? model, SegmentationSettings settings, string output, bool knownScale, int parallelism,
        IProgress<(int Done, string Name)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ParticleSegmenter? segmenter = model is null ? null : new ParticleSegmenter(model, settings) { SeenPixels = ParticleSegmenter.PatientPixels };
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(pictures, parallel, async (picture, token) =>
        {
            GreyImage image = ImageReader.Read(picture.ImagePath).Image;
            LabelImage labels = model is null ? Classical(image) : segmenter!.Segment(image, knownScale ? MedianDiameter(picture) : null, token).Labels;
            if (labels.Maximum > ushort.MaxValue)
                throw new InputException("More than 65,535 particles do not fit into a 16-bit mask", picture.ImagePath, "Cut the image into parts");
            using var mask = new MemoryStream();
            PngImage.WriteLabels(labels, mask);
            string path = Path.Combine(output, picture.Name + ".png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await AtomicFile.WriteAsync(path, mask.ToArray(), token).ConfigureAwait(false);
            progress?.Report((Interlocked.Increment(ref done), picture.Name));
        }).ConfigureAwait(false);
    }

    private static LabelImage Classical(GreyImage image)
    {
        ImageRegion area = DataBar.Picture(image);
        LabelImage labels = new ClassicalSegmenter().Segment(area.Height == image.Height ? image : image.Crop(0, 0, area.Width, area.Height));
        if (area.Height == image.Height) return labels;
        var whole = new LabelImage(image.Width, image.Height);
        labels.Labels.CopyTo(whole.Labels, 0);
        return whole;
    }

    /// <summary>Median equivalent circle diameter of the true particles by number, pixels; null where there are none.</summary>
    internal static double? MedianDiameter(PictureToPredict picture)
    {
        if (picture.LabelPath is not { } path)
            throw new InputException("The scale is not known: there are no true masks", picture.ImagePath, "Use `--scale auto`, or give a set with labels/");
        return MedianDiameter(DenseLabels.Read(path));
    }

    /// <summary>The same of a mask.</summary>
    internal static double? MedianDiameter(DenseLabels truth)
        => truth.Count == 0 ? null : ScoreSpread.Quantile([.. Enumerable.Range(1, truth.Count).Select(truth.Diameter)], 0.5);
}
