using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Storage.Index;

/// <summary>Which runs are wanted.</summary>
/// <param name="SampleName">Of this sample only, or null.</param>
/// <param name="State">In this state only, or null.</param>
/// <param name="Limit">At most so many.</param>
public sealed record RunFilter(string? SampleName = null, RunState? State = null, int Limit = int.MaxValue);
