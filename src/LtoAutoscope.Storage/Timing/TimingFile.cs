using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Storage.Timing;

/// <summary><c>timing/runs.json</c>.</summary>
/// <param name="Version">Version of the reading by which the entries were made; those of another are made anew.</param>
/// <param name="Runs">What each finished run taught, in the order of their ids.</param>
public sealed record TimingFile(int Version, IReadOnlyList<RunTiming> Runs);
