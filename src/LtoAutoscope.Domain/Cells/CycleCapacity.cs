using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>What one cycle of a half cell passed.</summary>
/// <param name="Cycle">Its number, from 1.</param>
/// <param name="RatePerHour">C-rate of its lithiation, 1/h: specific current over the material's theoretical capacity.</param>
/// <param name="LithiationMAhG">Charge of the lithiation, mAh per gram of active material; NaN where the cycle has none.</param>
/// <param name="DelithiationMAhG">Charge of the delithiation, mAh/g; NaN where the cycle has none.</param>
public sealed record CycleCapacity(int Cycle, double RatePerHour, [property: JsonPropertyName("lithiation_mAh_g")] double LithiationMAhG, [property: JsonPropertyName("delithiation_mAh_g")] double DelithiationMAhG)
{
    /// <summary>The capacity that a full cell would see of it: the delithiation's, or the lithiation's where there is none, mAh/g.</summary>
    [JsonIgnore]
    public double UsefulMAhG => double.IsFinite(DelithiationMAhG) ? DelithiationMAhG : LithiationMAhG;

    /// <summary>Coulombic efficiency, a fraction; NaN where one of the two is missing.</summary>
    /// <param name="convention">What is divided by what.</param>
    public double EfficiencyBy(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? DelithiationMAhG / LithiationMAhG : LithiationMAhG / DelithiationMAhG;
}
