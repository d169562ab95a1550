namespace LtoAutoscope.Fem.PhaseField;

/// <summary>A moment of the cycle.</summary>
/// <param name="TimeS">Time since the start, s.</param>
/// <param name="VoltageV">Potential against Li/Li⁺, V.</param>
/// <param name="Filling">Mean filling, 0…1.</param>
public readonly record struct PhaseFieldPoint(double TimeS, double VoltageV, double Filling);
