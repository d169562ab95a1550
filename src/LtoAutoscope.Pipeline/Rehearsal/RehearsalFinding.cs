namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>What a rehearsal found.</summary>
/// <param name="Kind">How serious.</param>
/// <param name="Check">Which check, in one word: <c>plan</c>, <c>interlock</c>, <c>collision</c>, <c>keep_out</c>, <c>focus</c>, <c>dose</c>, <c>disk</c>, <c>hours</c>, <c>goal</c>, <c>calibration</c>, <c>model</c>, <c>material</c>, <c>sample</c>, <c>times</c>.</param>
/// <param name="JobId">The job; empty for the whole night.</param>
/// <param name="Sample">Its sample; empty for the whole night.</param>
/// <param name="Reason">Why, with value and limit.</param>
/// <param name="Remedy">What a person can do.</param>
public sealed record RehearsalFinding(FindingKind Kind, string Check, string JobId, string Sample, string Reason, string Remedy);
