using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>A registered sample.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Cells">Its measured cells.</param>
/// <param name="Loaded">Where it lies, or null.</param>
public sealed record SampleView(Sample Sample, IReadOnlyList<CellTest> Cells, LoadedSample? Loaded);
