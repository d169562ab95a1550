namespace LtoAutoscope.Imaging.Confidence;

/// <summary>How far network and second opinion may differ: found on pictures with true masks on which both are right.</summary>
/// <param name="SmallestIou">A smaller foreground IoU is a disagreement.</param>
/// <param name="LowestCountRatio">A smaller ratio of the counts, network over other, is one.</param>
/// <param name="LargestCountRatio">A larger one, too.</param>
public sealed record SecondOpinionLimits(double SmallestIou, double LowestCountRatio, double LargestCountRatio)
{
    /// <summary>What is wrong, in a sentence; null where the two agree.</summary>
    internal string? Objection(SecondOpinion opinion)
    {
        if (opinion.ForegroundIou < SmallestIou)
        {
            return FormattableString.Invariant(
                $"Network and threshold disagree: the network marks {100 * opinion.NetworkCoverage:0} % of the frame, a threshold {100 * opinion.ClassicalCoverage:0} %, and they share {100 * opinion.ForegroundIou:0} % of what either marks (at least {100 * SmallestIou:0} % is usual)");
        }

        double ratio = Math.Exp(opinion.LogCountRatio);
        return ratio < LowestCountRatio || ratio > LargestCountRatio
            ? FormattableString.Invariant($"Network and threshold disagree: the network counts {opinion.NetworkCount} particles, a threshold with a watershed {opinion.ClassicalCount}")
            : null;
    }
}
