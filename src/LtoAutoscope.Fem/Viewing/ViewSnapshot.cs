namespace LtoAutoscope.Fem.Viewing;

/// <summary>One stored moment of a resolved cell.</summary>
/// <param name="Index">Number of the snapshot, from 0.</param>
/// <param name="TimeS">Time since the start, s.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, V.</param>
/// <param name="Lithiation">Mean lithiation, 0…1.</param>
/// <param name="Fields">Its fields.</param>
public sealed record ViewSnapshot(int Index, double TimeS, double VoltageV, double Lithiation, IReadOnlyList<ViewField> Fields);
