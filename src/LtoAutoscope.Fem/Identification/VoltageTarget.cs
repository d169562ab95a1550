namespace LtoAutoscope.Fem.Identification;

/// <summary>An observed voltage.</summary>
/// <param name="Half">Half cycle, from 0.</param>
/// <param name="ChargeMAhG">Charge since the half cycle's start, mAh/g.</param>
/// <param name="VoltageV">Voltage, V.</param>
/// <param name="UncertaintyV">Standard uncertainty, V.</param>
public readonly record struct VoltageTarget(int Half, double ChargeMAhG, double VoltageV, double UncertaintyV);
