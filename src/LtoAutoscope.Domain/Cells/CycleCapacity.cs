using System.Text.Json.Serialization;

namespace LtoAutoscope.Domain.Cells;

/// <summary>What one cycle of a half cell passed.</summary>
/// <param name="Cycle">Its number, from 1.</param>
/// <param name="RatePerHour">C-rate of its lithiation (of its delithiation where it has none), 1/h: specific current over the material's theoretical capacity.</param>
/// <param name="LithiationMAhG">Charge of the lithiation, mAh per gram of active material; NaN where the cycle has none.</param>
/// <param name="DelithiationMAhG">Charge of the delithiation, mAh/g; NaN where the cycle has none.</param>
public sealed record CycleCapacity(int Cycle, double RatePerHour, [property: JsonPropertyName("lithiation_mAh_g")] double LithiationMAhG, [property: JsonPropertyName("delithiation_mAh_g")] double DelithiationMAhG)
{
    /// <summary>C-rate of its delithiation, 1/h, where that ran at another rate than the lithiation; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DelithiationRatePerHour { get; init; }

    /// <summary>C-rate of its delithiation, 1/h, whether or not that is the lithiation's too; NaN where it has none.</summary>
    [JsonIgnore]
    public double RateOfDelithiation => double.IsFinite(DelithiationMAhG) ? RateBy(EfficiencyConvention.DelithiationOverLithiation) : double.NaN;

    /// <summary>Whether the file ended in it under current and before a cut-off, so that its last half may be too small; it then enters no mean of capacities.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayBeUnfinished { get; init; }

    /// <summary>Whether both halves are there, whole as far as can be seen.</summary>
    [JsonIgnore]
    public bool IsWhole => !MayBeUnfinished && double.IsFinite(LithiationMAhG) && double.IsFinite(DelithiationMAhG);

    /// <summary>The capacity that a full cell would see of it: the charge of the half cycle above the line of the convention, mAh/g; NaN where the cycle has none.</summary>
    /// <param name="convention">What is divided by what: that of the material or of the cell.</param>
    public double UsefulBy(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? DelithiationMAhG : LithiationMAhG;

    /// <summary>The charge of the other half cycle, below the line of the convention, mAh/g; NaN where the cycle has none.</summary>
    /// <param name="convention">What is divided by what.</param>
    public double SpentBy(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? LithiationMAhG : DelithiationMAhG;

    /// <summary>C-rate of the half cycle that <see cref="UsefulBy"/> gives the charge of, 1/h.</summary>
    /// <param name="convention">What is divided by what.</param>
    public double RateBy(EfficiencyConvention convention) => convention == EfficiencyConvention.DelithiationOverLithiation ? DelithiationRatePerHour ?? RatePerHour : RatePerHour;

    /// <summary>Coulombic efficiency, a fraction; NaN where one of the two is missing.</summary>
    /// <param name="convention">What is divided by what.</param>
    public double EfficiencyBy(EfficiencyConvention convention) => UsefulBy(convention) / SpentBy(convention);
}
