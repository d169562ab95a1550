namespace LtoAutoscope.Fem.CellTests;

/// <summary>A moment of a cell test.</summary>
/// <param name="TimeS">Time since the start, s; never falls.</param>
/// <param name="VoltageV">Cell voltage, V.</param>
/// <param name="CurrentA">Current, A; positive lithiates the working electrode, whatever the file's convention.</param>
/// <param name="TemperatureK">Temperature, K; NaN where the file has none.</param>
public readonly record struct CellTestPoint(double TimeS, double VoltageV, double CurrentA, double TemperatureK);
