using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Golden;

/// <summary>Runs two networks over golden frames as <c>analyse</c> does without an expected size, scores both and draws them beside the truth.</summary>
public static class GoldenComparison
{
    /// <summary>Compares.</summary>
    /// <param name="frames">The golden frames.</param>
    /// <param name="old">The one network; not owned.</param>
    /// <param name="candidate">The other; not owned.</param>
    /// <param name="folder">Where a picture a frame is written.</param>
    /// <param name="progress">Told after each frame; may be null.</param>
    /// <param name="cancellationToken">Ends between two tiles.</param>
    /// <exception cref="InputException">A picture cannot be read.</exception>
    public static async Task<IReadOnlyList<GoldenFrameResult>> RunAsync(
        IReadOnlyList<GoldenFrame> frames, SegmentationModel old, SegmentationModel candidate, string folder, IProgress<(int Done, string Name)>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(candidate);
        var settings = new SegmentationSettings();
        ParticleSegmenter one = new(old, settings), other = new(candidate, settings);
        List<GoldenFrameResult> results = [];
        foreach (GoldenFrame frame in frames)
        {
            GreyImage image = frame.Read();
            (LabelImage before, LabelImage after) = await Task.Run(
                () => (one.Segment(image, null, cancellationToken).Labels, other.Segment(image, null, cancellationToken).Labels), cancellationToken).ConfigureAwait(false);
            string picture = FormattableString.Invariant($"{results.Count + 1:00}-{frame.Set.Replace('@', '-')}-{frame.Name}.png");
            var result = new GoldenFrameResult(frame.Set, frame.Name, Count(frame.Truth), GoldenScore.Of(before, frame.Truth), GoldenScore.Of(after, frame.Truth), picture);
            byte[] png = ComparisonPicture.Render(image, frame.Truth,
                [($"truth\n{Count(frame.Truth)} particles", frame.Truth), (Title("old", old, result.Old), before), (Title("new", candidate, result.New), after)]);
            await AtomicFile.WriteAsync(Path.Combine(folder, picture), png, cancellationToken).ConfigureAwait(false);
            results.Add(result);
            progress?.Report((results.Count, frame.Name));
        }

        return results;
    }

    private static string Title(string word, SegmentationModel model, GoldenScore score)
        => FormattableString.Invariant($"{word}: {model.Name} {model.Version}\nIoU {score.ForegroundIou:0.00}  AP50 {score.Ap50:0.00}  {score.Found} found");

    private static int Count(LabelImage labels) => labels.Labels.Where(static label => label > 0).Distinct().Count();
}
