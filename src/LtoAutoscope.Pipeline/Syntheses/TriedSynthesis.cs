namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>A sample whose synthesis lies in the space and whose cells tell the objective.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Batch">Its batch; empty when none.</param>
/// <param name="Settings">How it was made.</param>
/// <param name="Value">Mean of the objective over its cells.</param>
/// <param name="Error">Standard error of the mean; null with one cell.</param>
/// <param name="Cells">Cells that count and tell the objective.</param>
/// <param name="MeasuredAt">When the first of them was measured.</param>
public sealed record TriedSynthesis(string Sample, string Batch, IReadOnlyList<ParameterSetting> Settings, double Value, double? Error, int Cells, DateTimeOffset MeasuredAt);
