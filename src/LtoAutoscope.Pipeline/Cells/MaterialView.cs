using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>A material with the source of each value.</summary>
/// <param name="Material">What it is.</param>
/// <param name="Values">Its values.</param>
public sealed record MaterialView(MaterialSummary Material, IReadOnlyList<MaterialRow> Values);
