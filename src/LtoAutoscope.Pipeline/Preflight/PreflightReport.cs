using System.Text.Json.Serialization;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>What was checked before the night.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Jobs">Jobs that wait.</param>
/// <param name="BytesNeeded">What their runs are expected to write, bytes.</param>
/// <param name="Checks">Every check.</param>
public sealed record PreflightReport(DateTimeOffset At, int Jobs, long BytesNeeded, IReadOnlyList<PreflightCheck> Checks)
{
    /// <summary>Whether nothing stands against the night: no check failed.</summary>
    public bool MayBegin => Checks.All(check => check.Outcome != PreflightOutcome.Failed);

    /// <summary>What failed, else what warns, in one sentence; "everything is in order" otherwise.</summary>
    [JsonIgnore]
    public string Summary
    {
        get
        {
            PreflightOutcome worst = Checks.Count == 0 ? PreflightOutcome.Passed : Checks.Max(check => check.Outcome);
            return worst < PreflightOutcome.Warning
                ? $"{Checks.Count} checks: everything is in order."
                : string.Join("; ", Checks.Where(check => check.Outcome == worst).Select(check => $"{check.Name}: {check.Value}{(check.Limit.Length > 0 ? $" (limit: {check.Limit})" : "")}")) + ".";
        }
    }
}
