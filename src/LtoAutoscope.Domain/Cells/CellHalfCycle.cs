using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>A half cycle of an imported cell with its curve, thinned for plots.</summary>
/// <param name="Number">Its number in the test, from 1.</param>
/// <param name="Cycle">Its cycle, from 1; 0 where it prepared the cell before the first.</param>
/// <param name="IsLithiation">Whether it lithiates.</param>
/// <param name="RatePerHour">C-rate, 1/h.</param>
/// <param name="ChargeMAhG">Charge since its start, mAh/g, rising.</param>
/// <param name="VoltageV">Voltage, V, one a charge.</param>
public sealed record CellHalfCycle(
    int Number, int Cycle, bool IsLithiation, double RatePerHour, [property: JsonPropertyName("charge_mAh_g")] IReadOnlyList<double> ChargeMAhG, [property: JsonPropertyName("voltage_V")] IReadOnlyList<double> VoltageV);
