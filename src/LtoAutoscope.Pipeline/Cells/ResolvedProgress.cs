using LtoAutoscope.Pipeline.Background;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>Where a resolved cell model that somebody asked for stands.</summary>
/// <param name="RunId">The run whose morphology it packs.</param>
/// <param name="Request">What it is run with.</param>
/// <param name="By">Who asked.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="Fraction">Share done, 0…1.</param>
/// <param name="Stage">What is going on, in a word.</param>
/// <param name="TimeLeft">At the pace so far, or null.</param>
/// <param name="EndedAt">When it ended, or null while it goes on.</param>
/// <param name="Problem">Why it ended without a result; empty otherwise.</param>
public sealed record ResolvedProgress(
    string RunId, ResolvedRequest Request, string By, DateTimeOffset StartedAt, double Fraction, string Stage, TimeSpan? TimeLeft, DateTimeOffset? EndedAt = null, string Problem = "") : IWorkProgress
{
    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => EndedAt is null;
}
