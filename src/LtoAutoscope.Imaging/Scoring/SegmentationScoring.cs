using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>Scores a folder of predicted instance masks against a set with true ones.</summary>
public static class SegmentationScoring
{
    /// <summary>Name of the sum over all sources whose names do not end in <c>_external</c>.</summary>
    public const string All = "ALL (without *_external)";

    private const string External = "_external";

    /// <summary>
    /// Scores every picture; those of one set on several threads, in an order that does not matter. A prediction is looked for at <c>SOURCE/NAME.png</c>, <c>NAME.png</c> and
    /// the same with <c>_labels</c>; a missing one, or one of another size, counts as empty.
    /// </summary>
    /// <param name="predictions">Folder of the predictions.</param>
    /// <param name="pictures">The true masks.</param>
    /// <param name="progress">Hears how many pictures are done.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="InputException">The folder does not exist, holds none of the predictions, or a mask is damaged.</exception>
    public static async Task<IReadOnlyList<PictureScore>> ScoreAsync(
        string predictions, IReadOnlyList<LabelledPicture> pictures, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (!Directory.Exists(predictions)) throw new InputException("There is no such folder", predictions, "Give the folder that `bench predict` or `analyse --labels` wrote");
        var scores = new PictureScore[pictures.Count];
        int done = 0;
        await Parallel.ForAsync(0, scores.Length, cancellationToken, (i, _) =>
        {
            scores[i] = Score(predictions, pictures[i]);
            progress?.Report(Interlocked.Increment(ref done));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        if (scores.All(static s => s.Missing))
        {
            throw new InputException(
                $"None of the {scores.Length} masks that the set needs was found in its size", predictions, $"It looks for {Path.Combine(pictures[0].Source, pictures[0].Name)}.png or {pictures[0].Name}.png or the same with {LabelledSet.LabelsSuffix}");
        }

        return scores;
    }

    /// <summary>The summary of each source, in the order of their first pictures, and of all together where there are several.</summary>
    public static IReadOnlyDictionary<string, ScoreSummary> Summarise(IReadOnlyList<PictureScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var summaries = new OrderedDictionary<string, ScoreSummary>();
        foreach (IGrouping<string, PictureScore> source in scores.GroupBy(static s => s.Source)) summaries.Add(source.Key, ScoreSummary.Of([.. source]));
        PictureScore[] own = [.. scores.Where(static s => !s.Source.EndsWith(External, StringComparison.Ordinal))];
        if (summaries.Count > 1 && own.Length > 0) summaries.Add(All, ScoreSummary.Of(own));
        return summaries;
    }

    /// <summary>Writes one line a picture.</summary>
    public static Task WriteTableAsync(string path, IReadOnlyList<PictureScore> scores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var table = new StringBuilder("source,name,missing,iou,miou2,ap50,map,n_pred,n_true,d_pred,d_true,d_err\n");
        foreach (PictureScore s in scores)
        {
            table.Append(CsvLine.Join(s.Source, s.Name)).Append(CultureInfo.InvariantCulture,
                $",{(s.Missing ? 1 : 0)},{s.ForegroundIou},{s.TwoClassIou},{s.AveragePrecision[0]},{s.MeanAveragePrecision},{s.Predicted},{s.True},{s.PredictedDiameter},{s.TrueDiameter},{s.DiameterError}\n");
        }

        return AtomicFile.WriteTextAsync(path, table.ToString(), cancellationToken);
    }

    private static PictureScore Score(string predictions, LabelledPicture picture)
    {
        DenseLabels truth = DenseLabels.Read(picture.LabelPath);
        string[] candidates =
        [
            Path.Combine(predictions, picture.Source, picture.Name + ".png"), Path.Combine(predictions, picture.Name + ".png"),
            Path.Combine(predictions, picture.Source, picture.Name + LabelledSet.LabelsSuffix + ".png"), Path.Combine(predictions, picture.Name + LabelledSet.LabelsSuffix + ".png"),
        ];
        DenseLabels? prediction = candidates.FirstOrDefault(File.Exists) is { } path ? DenseLabels.Read(path) : null;
        bool missing = prediction is null || prediction.Width != truth.Width || prediction.Height != truth.Height;
        PictureScore score = PictureScore.Of(missing ? DenseLabels.Empty(truth.Width, truth.Height) : prediction!, truth);
        return score with { Source = picture.Source, Name = picture.Name, Missing = missing };
    }
}
