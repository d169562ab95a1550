using System.Text.Json.Serialization;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary><c>result.json</c> of a run of the porous-electrode model or its electrolyte-free limit. What does not apply (CE1 of a full-cell discharge) is null.</summary>
public sealed record HalfCellReport
{
    /// <summary>Efficiency of the first cycle, a fraction.</summary>
    [JsonPropertyName("ce1")]
    public required double? Ce1 { get; init; }

    /// <summary>[low, high], 95 %. What is in it says <c>run_with.interval</c>.</summary>
    [JsonPropertyName("ce1_interval")]
    public required double[]? Ce1Interval { get; init; }

    /// <summary>Charge of the first cycle's discharge (lithiation), mAh per gram of the working electrode's active material.</summary>
    [JsonPropertyName("q_lithiation_mAh_g")]
    public required double? LithiationMAhG { get; init; }

    /// <summary>Charge of the first cycle's charge (delithiation), mAh/g.</summary>
    [JsonPropertyName("q_delithiation_mAh_g")]
    public required double? DelithiationMAhG { get; init; }

    /// <summary>Side charge of the first cycle, mAh/g.</summary>
    [JsonPropertyName("q_side_mAh_g")]
    public required double? SideMAhG { get; init; }

    /// <summary>The first discharge, C/m² of the cell's plane.</summary>
    [JsonPropertyName("discharge_capacity_C_m2")]
    public required double? DischargeCapacityCM2 { get; init; }

    /// <summary>Where the lost charge of the first cycle went.</summary>
    public required LossBreakdown LossBreakdown { get; init; }

    /// <summary>Largest relative error of the balances of lithium and salt.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Wall-clock time of the run, s.</summary>
    public required double WallS { get; init; }

    /// <summary>Whether every step of the protocol was run.</summary>
    public required bool Completed { get; init; }

    /// <summary>Name of the reason for which it ended early, or null.</summary>
    public required FailureReason? Failure { get; init; }

    /// <summary>How it ended, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The cycles.</summary>
    public required IReadOnlyList<CycleSummary> Cycles { get; init; }

    /// <summary>What it was run with; free keys for the reader.</summary>
    public required IReadOnlyDictionary<string, object?> RunWith { get; init; }
}
