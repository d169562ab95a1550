using System.Runtime.CompilerServices;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Datasets;

/// <summary>Pictures with the outlines that the program has of them, for people to correct.</summary>
public static class DatasetExport
{
    /// <summary>The accepted frames of a run with the outlines that are in its folder; nothing is segmented anew, and nothing in the folder is changed.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="frameIds">Only these frames; empty for all.</param>
    /// <param name="cancellationToken">Ends between two frames.</param>
    /// <exception cref="InputException">A frame that is asked for was not accepted, or its file or analysis cannot be read.</exception>
    public static async IAsyncEnumerable<(GreyImage Image, AnnotatedPicture Picture)> OfRunAsync(
        RunFolder folder, IReadOnlyCollection<string> frameIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(frameIds);
        IReadOnlyList<FrameRecord> accepted = await AcceptedAsync(folder, cancellationToken).ConfigureAwait(false);
        if (frameIds.FirstOrDefault(id => accepted.All(record => record.Metadata.FrameId != id)) is { } unknown)
            throw new InputException($"the run has no accepted frame '{unknown}'", $"run {folder.RunId}", accepted.Count == 0 ? "No frame of it was accepted yet" : $"Choose among {accepted[0].Metadata.FrameId} … {accepted[^1].Metadata.FrameId}");
        RunFrameStore frames = folder.Frames(new TiffFrameCodec());
        foreach (FrameRecord record in accepted.Where(record => frameIds.Count == 0 || frameIds.Contains(record.Metadata.FrameId)))
        {
            Frame frame = await frames.LoadAsync(record, cancellationToken).ConfigureAwait(false);
            StoredFrameAnalysis analysis = await FrameAnalysisFile.ReadAsync(folder, record.Metadata.FrameId, cancellationToken).ConfigureAwait(false)
                ?? throw new InputException("the analysis of an accepted frame is missing", record.Metadata.FrameId, "Run verify on the run; restore analysis/ from a backup");
            LabelImage labels = OutlineLabels.Of(analysis.Particles, frame.Image.Width, frame.Image.Height);
            yield return PictureExport.Of(PictureName.Of($"{folder.RunId}_{record.Metadata.FrameId}"), frame, labels, record.Sha256, folder.Record.SegmentationModel);
        }
    }

    /// <summary>How many frames of a run were accepted.</summary>
    public static async Task<int> CountAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return (await AcceptedAsync(folder, cancellationToken).ConfigureAwait(false)).Count;
    }

    /// <summary>Images from anywhere, with the outlines of a network, of an earlier <c>analyse --labels</c>, or none.</summary>
    /// <param name="paths">Image files.</param>
    /// <param name="model">The network that outlines them, or null; not owned.</param>
    /// <param name="labelsFolder">Folder with <c>NAME_labels.png</c>, or null.</param>
    /// <param name="expectedDiameterNm">What size is expected, nm, or null.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    /// <exception cref="InputException">An image or a label map cannot be read.</exception>
    public static async IAsyncEnumerable<(GreyImage Image, AnnotatedPicture Picture)> OfImagesAsync(
        IReadOnlyList<string> paths, SegmentationModel? model, string? labelsFolder, double? expectedDiameterNm, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ParticleSegmenter? segmenter = model is null ? null : new ParticleSegmenter(model, new SegmentationSettings()) { SeenPixels = ParticleSegmenter.PatientPixels };
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string path in paths)
        {
            Frame frame = ImageReader.Read(path);
            string stem = PictureName.Of(Path.GetFileNameWithoutExtension(path)), name = stem;
            for (int n = 2; !used.Add(name); n++) name = FormattableString.Invariant($"{stem}-{n}");
            LabelImage labels = await OutlinesAsync(path, frame, segmenter, labelsFolder, expectedDiameterNm, cancellationToken).ConfigureAwait(false);
            string hash = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
            Frame named = frame with { Metadata = frame.Metadata with { FrameId = Path.GetFileName(path) } };
            yield return PictureExport.Of(name, named, labels, hash, labelsFolder is null && model is not null ? model.Identity : "");
        }
    }

    private static async Task<LabelImage> OutlinesAsync(string path, Frame frame, ParticleSegmenter? segmenter, string? labelsFolder, double? expectedDiameterNm, CancellationToken cancellationToken)
    {
        if (labelsFolder is not null)
        {
            string labels = Path.Combine(labelsFolder, Path.GetFileNameWithoutExtension(path) + FolderAnalysis.LabelsSuffix);
            if (!File.Exists(labels)) throw new InputException("there is no label map of this image", labels, "Run `analyse --labels` on the images first, or leave out --labels to have them outlined now");
            return LabelFile.Read(labels);
        }

        if (segmenter is null) return new LabelImage(frame.Image.Width, frame.Image.Height);
        return await Task.Run(() => segmenter.Segment(frame.Image, expectedDiameterNm / frame.Metadata.PixelSizeNm, cancellationToken).Labels, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<FrameRecord>> AcceptedAsync(RunFolder folder, CancellationToken cancellationToken)
        => new RunHistory(await folder.ReadJournalAsync(cancellationToken).ConfigureAwait(false)).AcceptedRecords();
}
