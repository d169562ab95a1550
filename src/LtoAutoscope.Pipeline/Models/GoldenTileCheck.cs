using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Imaging.Golden;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Pipeline.Running;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Models;

/// <summary>
/// <c>golden_tiles</c>: runs the network in use over the golden tiles and compares with what it made of them when it was first checked here. Network, separation, libraries and processor are the same,
/// so the scores are; where they are not, last month's figures and tonight's cannot be compared, and a person has to know.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="models">Which network is in use.</param>
/// <param name="shippedModels">Folder of what came with the program, <c>golden/</c> in it.</param>
/// <param name="softwareVersion">For the record.</param>
/// <param name="time">The clock.</param>
public sealed class GoldenTileCheck(DataFolder data, RunModels models, string shippedModels, string softwareVersion, TimeProvider time) : IRecurringTask
{
    /// <summary>Scores that differ by more than this are another answer; rounding of sums in another order stays far below. A share.</summary>
    public const double Tolerance = 0.005;

    private const int ShownTiles = 5;

    /// <inheritdoc/>
    public string Name => "golden_tiles";

    /// <summary>Folder of what was found at first, a file a network.</summary>
    public string Folder => Path.Combine(data.Models, "golden-checks");

    /// <inheritdoc/>
    public async Task<TaskReport> RunAsync(CancellationToken cancellationToken)
    {
        RunModel own = await models.ForNewAsync(new SegmentationSettings(), "the recipe", cancellationToken).ConfigureAwait(false);
        IReadOnlyList<GoldenFrame> frames = await new ModelComparer(data, shippedModels, softwareVersion, time).FramesAsync([], cancellationToken).ConfigureAwait(false);
        List<GoldenTileScore> now = [];
        // One thread: a check at night must not take the processors from the samples.
        using (SegmentationModel model = SegmentationModel.Load(own.Path, new SegmentationModelOptions { IntraOpThreads = 1 }))
        {
            var segmenter = new ParticleSegmenter(model, new SegmentationSettings());
            foreach (GoldenFrame frame in frames)
            {
                GoldenScore score = await Task.Run(() => GoldenScore.Of(segmenter.Segment(frame.Read(), null, cancellationToken).Labels, frame.Truth), cancellationToken).ConfigureAwait(false);
                now.Add(new GoldenTileScore(frame.Set, frame.Name, score));
            }
        }

        string path = Path.Combine(Folder, own.Sha256[..16] + ".json");
        GoldenScore mean = GoldenScore.Mean([.. now.Select(tile => tile.Score)]);
        string figures = FormattableString.Invariant($"{own.Identity.Split(' ')[0]} on {now.Count} golden tiles: mean IoU {mean.ForegroundIou:0.000}, AP50 {mean.Ap50:0.000}, {mean.Found} particles found");
        GoldenBaseline? first = File.Exists(path) ? await JsonFile.ReadAsync<GoldenBaseline>(path, cancellationToken).ConfigureAwait(false) : null;
        List<GoldenTileScore> fresh = [.. now.Where(tile => first?.Tiles.Any(known => Same(known, tile)) != true)];
        if (fresh.Count > 0)
        {
            Directory.CreateDirectory(Folder);
            await JsonFile.WriteAsync(path, new GoldenBaseline(own.Identity, first?.SoftwareVersion ?? softwareVersion, first?.CheckedAt ?? time.GetUtcNow(), [.. first?.Tiles ?? [], .. fresh]), cancellationToken).ConfigureAwait(false);
        }

        if (first is null) return new TaskReport(true, figures + ". The first check of this network here: later ones are compared with it.");
        List<string> changed = [.. now.SelectMany(tile => first.Tiles.Where(known => Same(known, tile)).SelectMany(known => Differences(known, tile)))];
        if (changed.Count == 0) return new TaskReport(true, FormattableString.Invariant($"{figures}, as on {first.CheckedAt:yyyy-MM-dd}."));
        string more = changed.Count > ShownTiles ? $"; {changed.Count - ShownTiles} more" : "";
        return new TaskReport(
            false, FormattableString.Invariant($"{figures}. It is another answer than on {first.CheckedAt:yyyy-MM-dd} (version {first.SoftwareVersion}, now {softwareVersion}): {string.Join("; ", changed.Take(ShownTiles))}{more}."),
            $"Find out what changed (program, libraries, processor) before figures of before and after are compared. To accept tonight's answers as the new ones, delete {path}.");
    }

    private static bool Same(GoldenTileScore one, GoldenTileScore other) => one.Set == other.Set && one.Name == other.Name;

    private static IEnumerable<string> Differences(GoldenTileScore before, GoldenTileScore now)
    {
        (string Name, double Before, double Now)[] figures =
        [
            ("IoU", before.Score.ForegroundIou, now.Score.ForegroundIou), ("AP50", before.Score.Ap50, now.Score.Ap50), ("diameter error", before.Score.DiameterError, now.Score.DiameterError),
        ];
        foreach ((string name, double was, double isNow) in figures)
            if (!(Math.Abs(was - isNow) <= Tolerance) && !(double.IsNaN(was) && double.IsNaN(isNow))) yield return FormattableString.Invariant($"{now.Name}: {name} {was:0.000} → {isNow:0.000}");
    }
}
