namespace LtoAutoscope.Storage.Columns;

/// <summary>The rows that a filter lets through.</summary>
/// <param name="Rows">One entry a row.</param>
/// <param name="Count">How many are true.</param>
public sealed record ParticleSelection(bool[] Rows, int Count);
