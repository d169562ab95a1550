using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Scoring;

namespace LtoAutoscope.Imaging.Golden;

/// <summary>How well a network saw one golden frame, or the mean over frames.</summary>
/// <param name="ForegroundIou">|P ∩ G| / |P ∪ G| of foreground pixels, 0…1.</param>
/// <param name="Ap50">TP / (TP + FP + FN) at instance IoU above 0.5, 0…1.</param>
/// <param name="CountError">|found − true| / true.</param>
/// <param name="DiameterError">Relative error of the mean equivalent circle diameter.</param>
/// <param name="Found">Particles found.</param>
public sealed record GoldenScore(double ForegroundIou, double Ap50, double CountError, double DiameterError, int Found)
{
    /// <summary>The score of one frame.</summary>
    public static GoldenScore Of(LabelImage found, LabelImage truth)
    {
        PictureScore score = PictureScore.Of(found, truth);
        return new GoldenScore(score.ForegroundIou, score.AveragePrecision[0], Math.Abs(score.CountError), score.DiameterError, score.Predicted);
    }

    /// <summary>Means over frames, the number of particles summed.</summary>
    public static GoldenScore Mean(IReadOnlyCollection<GoldenScore> scores) => new(
        scores.Average(static s => s.ForegroundIou), scores.Average(static s => s.Ap50), scores.Average(static s => s.CountError), scores.Average(static s => s.DiameterError), scores.Sum(static s => s.Found));
}
