namespace LtoAutoscope.Instruments.Conformance;

/// <summary>How long answers took.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Count">How often it was answered.</param>
/// <param name="P50Ms">Half of the answers took no longer, ms.</param>
/// <param name="P95Ms">95 % of the answers took no longer, ms.</param>
/// <param name="LongestMs">The slowest, ms.</param>
public sealed record QuestionTiming(string Question, int Count, double P50Ms, double P95Ms, double LongestMs)
{
    /// <summary>The figures of measured times; percentiles by nearest rank.</summary>
    public static QuestionTiming Of(string question, IReadOnlyCollection<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];
        return sorted.Length == 0 ? new QuestionTiming(question, 0, 0, 0, 0) : new QuestionTiming(question, sorted.Length, Rank(0.5), Rank(0.95), Math.Round(sorted[^1], 3));

        double Rank(double share) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);
    }
}
