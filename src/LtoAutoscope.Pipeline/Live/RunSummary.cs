using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>One line in the list of runs, from the index.</summary>
public sealed record RunSummary(
    string RunId, string SampleName, RunState State, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, bool IsSimulated,
    int Particles, double? MedianDiameterNm, double? Ce1Model, double? Ce1Regression);
