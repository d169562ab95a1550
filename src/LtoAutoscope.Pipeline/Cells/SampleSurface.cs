using LtoAutoscope.Fem.Characterisation;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>The surface that a sample's micrographs imply, beside BET.</summary>
/// <param name="RunId">The run whose morphology it is.</param>
/// <param name="Sem">What it implies.</param>
/// <param name="BetM2G">BET, m²/g; null where not measured.</param>
/// <param name="Explanation">Why the two differ, in sentences; empty without BET.</param>
public sealed record SampleSurface(string RunId, SpecificSurface Sem, double? BetM2G, IReadOnlyList<string> Explanation);
