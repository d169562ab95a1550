using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>What the cell model predicts: <c>result.json</c> of a model run.</summary>
public sealed record CellPrediction
{
    /// <summary>Initial Coulombic efficiency, a fraction: charge of the second half cycle over that of the first; <c>run_with.efficiency</c> says which they are.</summary>
    [JsonPropertyName("ce1")]
    public required double Ce1 { get; init; }

    /// <summary>[low, high], 95 %.</summary>
    [JsonPropertyName("ce1_interval")]
    public required double[] Ce1Interval { get; init; }

    /// <summary>The ends of the interval; NaN where the model could not tell one.</summary>
    [JsonIgnore]
    public (double Low, double High) Interval => Ce1Interval is [var low, var high] ? (low, high) : (double.NaN, double.NaN);

    /// <summary>Charge that passed on lithiation, side reaction included, mAh per gram of active material.</summary>
    [JsonPropertyName("q_lithiation_mAh_g")]
    public required double LithiationMAhG { get; init; }

    /// <summary>Charge that passed on delithiation, mAh/g.</summary>
    [JsonPropertyName("q_delithiation_mAh_g")]
    public required double DelithiationMAhG { get; init; }

    /// <summary>Charge that the side reaction took over the whole cycle, mAh/g.</summary>
    [JsonPropertyName("q_side_mAh_g")]
    public required double SideMAhG { get; init; }

    /// <summary>Where the lost charge went.</summary>
    public required LossBreakdown LossBreakdown { get; init; }

    /// <summary>Largest relative error of the lithium balance over the cycle.</summary>
    public required double BalanceError { get; init; }

    /// <summary>Wall-clock time of the run, s.</summary>
    public required double WallS { get; init; }

    /// <summary>What it was run with: material, morphology, seed, grid, rate, versions; free keys for the reader.</summary>
    public required IReadOnlyDictionary<string, object?> RunWith { get; init; }

    /// <summary>Which charge was divided by which, as <see cref="RunWith"/> says.</summary>
    [JsonIgnore]
    public EfficiencyConvention Convention => EfficiencyConventions.Parse(RunWith.GetValueOrDefault("efficiency")?.ToString());

    /// <summary>Charge of the first half cycle, of which losses are counted, mAh/g.</summary>
    [JsonIgnore]
    public double SpentMAhG => Convention == EfficiencyConvention.DelithiationOverLithiation ? LithiationMAhG : DelithiationMAhG;

    /// <summary>Charge of the second half cycle, mAh/g.</summary>
    [JsonIgnore]
    public double UsefulMAhG => Convention == EfficiencyConvention.DelithiationOverLithiation ? DelithiationMAhG : LithiationMAhG;

    /// <summary>One CE1 a realisation.</summary>
    [JsonPropertyName("ce1_realisations")]
    public IReadOnlyList<double> Realisations { get; init; } = [];
}
