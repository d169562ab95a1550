namespace LtoAutoscope.Storage.Verification;

/// <summary>What a check of a data folder found.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Journals">Journals beside the runs that were read.</param>
/// <param name="Problems">What was found beside the runs.</param>
/// <param name="Runs">What was found in each run.</param>
public sealed record DataVerifyReport(string Path, int Journals, IReadOnlyList<VerifyProblem> Problems, IReadOnlyList<VerifyReport> Runs)
{
    /// <summary>Whether nothing is lost or falsified: no problem that is more than a harmless remnant.</summary>
    public bool IsSound => Problems.All(problem => problem.IsHarmless) && Runs.All(run => run.IsSound);
}
