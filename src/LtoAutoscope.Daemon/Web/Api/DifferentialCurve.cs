using System.Text.Json.Serialization;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>dQ/dV of a half cycle.</summary>
/// <param name="Number">Number of the half cycle, from 1.</param>
/// <param name="Cycle">Its cycle, from 1.</param>
/// <param name="IsLithiation">Whether it lithiates.</param>
/// <param name="VoltageV">Voltages, V.</param>
/// <param name="PerVolt">dQ/dV, mAh/(g·V).</param>
internal sealed record DifferentialCurve(int Number, int Cycle, bool IsLithiation, [property: JsonPropertyName("voltage_V")] IReadOnlyList<double> VoltageV, [property: JsonPropertyName("dq_dv_mAh_g_V")] IReadOnlyList<double> PerVolt);
