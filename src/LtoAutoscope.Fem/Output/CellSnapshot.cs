namespace LtoAutoscope.Fem.Output;

/// <summary>The fields of the resolved cell at one moment of a run.</summary>
/// <param name="Index">Number of the snapshot, from 0.</param>
/// <param name="TimeS">Time since the start, s.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
/// <param name="Fields">The fields.</param>
public sealed record CellSnapshot(int Index, double TimeS, double VoltageV, double Lithiation, IReadOnlyList<CellField> Fields);
