using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Storage.Timing;

/// <summary>How a run is read, by the part that knows what its lines mean.</summary>
/// <param name="Version">Raised whenever the reading of the same journal would give something else.</param>
/// <param name="Read">What a run teaches; null for one that teaches nothing (yet).</param>
public sealed record TimingReading(int Version, Func<RunRecord, IReadOnlyList<RunEvent>, RunTiming?> Read);
