namespace LtoAutoscope.Pipeline.Regressions;

/// <summary>What two regressions say of one sample.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="RunId">Its newest run with a morphology.</param>
/// <param name="Old">By the old one, in units of the target; null where it cannot.</param>
/// <param name="New">By the new one.</param>
/// <param name="OldInside">Whether the old one's data support it.</param>
/// <param name="NewInside">Whether the new one's do.</param>
/// <param name="Measured">Mean of its cells; null without.</param>
public sealed record SampleDifference(string Sample, string RunId, double? Old, double? New, bool OldInside, bool NewInside, double? Measured);
