namespace LtoAutoscope.Storage.Verification;

/// <summary>What a check of a run folder found.</summary>
/// <param name="Path">The folder.</param>
/// <param name="RunId">The run, or null when <c>run.json</c> cannot be read.</param>
/// <param name="EventCount">Intact lines of the journal.</param>
/// <param name="FrameCount">Frames whose files were checked.</param>
/// <param name="AcceptedCount">Frames that count.</param>
/// <param name="FileCount">Result files whose hashes were checked.</param>
/// <param name="Problems">Everything found; empty when all is well.</param>
public sealed record VerifyReport(string Path, string? RunId, int EventCount, int FrameCount, int AcceptedCount, int FileCount, IReadOnlyList<VerifyProblem> Problems)
{
    /// <summary>Whether nothing is lost or falsified: no problem that is more than a harmless remnant.</summary>
    public bool IsSound => Problems.All(problem => problem.IsHarmless);
}
