using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Golden;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Datasets;
using LtoAutoscope.Storage.Models;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Models;

/// <summary>Compares two networks on golden frames and puts the comparison on record, without which <c>model use</c> switches to none.</summary>
/// <param name="data">The data folder.</param>
/// <param name="shippedModels">Folder of what came with the program; its <c>golden/</c> is compared on always.</param>
/// <param name="softwareVersion">For the record.</param>
/// <param name="time">The clock.</param>
public sealed class ModelComparer(DataFolder data, string shippedModels, string softwareVersion, TimeProvider time)
{
    private readonly ModelRegistry _registry = new(data, time);

    /// <summary>Name of the report in a comparison's folder.</summary>
    public const string ReportName = "compare.json";

    /// <summary>Compares two networks.</summary>
    /// <param name="old">A reference and the file behind it.</param>
    /// <param name="candidate">The other.</param>
    /// <param name="folders">More folders of golden frames; the shipped and the laboratory's own are taken anyway.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="progress">Told after each frame: how many of how many, and its name.</param>
    /// <param name="cancellationToken">Ends between two tiles; nothing is then on record.</param>
    /// <exception cref="InputException">A network or a golden frame cannot be read, or there is no golden frame.</exception>
    public async Task<ModelComparisonReport> CompareAsync(
        (string Reference, string Path) old, (string Reference, string Path) candidate, IReadOnlyList<string> folders, string by, IProgress<(int Done, int Total, string Name)>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<GoldenFrame> frames = await FramesAsync(folders, cancellationToken).ConfigureAwait(false);
        using SegmentationModel one = SegmentationModel.Load(old.Path), other = SegmentationModel.Load(candidate.Path);
        string id = _registry.NewComparison(), folder = _registry.ComparisonPath(id);
        IReadOnlyList<GoldenFrameResult> results = await GoldenComparison.RunAsync(frames, one, other, folder, progress is null ? null : new Relay(progress, frames.Count), cancellationToken).ConfigureAwait(false);
        var report = new ModelComparisonReport(
            id, time.GetUtcNow(), by, softwareVersion, $"{old.Reference} sha256:{one.Sha256}", $"{candidate.Reference} sha256:{other.Sha256}",
            GoldenScore.Mean([.. results.Select(static r => r.Old)]), GoldenScore.Mean([.. results.Select(static r => r.New)]), results);
        await JsonFile.WriteAsync(Path.Combine(folder, ReportName), report, cancellationToken).ConfigureAwait(false);
        await _registry.RecordComparisonAsync(id, (old.Reference, one.Sha256), (candidate.Reference, other.Sha256), results.Count, by, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>All golden frames: the shipped ones, the newest version of each set of the laboratory's own, and those of further folders.</summary>
    internal async Task<IReadOnlyList<GoldenFrame>> FramesAsync(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        List<GoldenFrame> frames = [];
        string shipped = Path.Combine(shippedModels, "golden");
        if (Directory.Exists(shipped)) frames.AddRange(GoldenFrame.Find("shipped", shipped, cancellationToken));
        var own = new DatasetStore(data.Golden, time);
        // The newest version of each set: an older one was corrected.
        foreach (DatasetRecord record in (await own.ListAsync(cancellationToken).ConfigureAwait(false)).GroupBy(static r => r.Name).Select(static versions => versions.Last()))
            frames.AddRange(GoldenFrame.Find(record.Reference, own.PathOf(record), cancellationToken));
        foreach (string folder in folders) frames.AddRange(GoldenFrame.Find(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder, cancellationToken));
        return frames.Count > 0 ? frames : throw new InputException("there is no golden frame to compare on", shipped, "Give a folder with images/ and labels/ by --golden DIR");
    }

    private sealed class Relay(IProgress<(int Done, int Total, string Name)> progress, int total) : IProgress<(int Done, string Name)>
    {
        public void Report((int Done, string Name) value) => progress.Report((value.Done, total, value.Name));
    }
}
