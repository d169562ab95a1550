using System.Text.Json.Serialization;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>A half cycle of a measured cell.</summary>
/// <param name="Cell">The cell's name.</param>
/// <param name="Number">Number of the half cycle, from 1.</param>
/// <param name="IsLithiation">Whether it lithiates.</param>
/// <param name="ChargeMAhG">Charge since its start, mAh/g, rising.</param>
/// <param name="VoltageV">Voltage, V, one a charge.</param>
public sealed record MeasuredCurve(string Cell, int Number, bool IsLithiation, [property: JsonPropertyName("charge_mAh_g")] IReadOnlyList<double> ChargeMAhG, IReadOnlyList<double> VoltageV);
