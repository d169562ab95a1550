using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>A cycle in numbers. Charges per gram of the working electrode's active material.</summary>
public sealed record CycleSummary
{
    /// <summary>Number, from 1.</summary>
    public required int Cycle { get; init; }

    /// <summary>Charge of the cell's discharge (lithiation of the working electrode), side reactions included, mAh/g.</summary>
    [JsonPropertyName("q_lithiation_mAh_g")]
    public required double LithiationMAhG { get; init; }

    /// <summary>Charge of the cell's charge (delithiation of the working electrode), mAh/g.</summary>
    [JsonPropertyName("q_delithiation_mAh_g")]
    public required double DelithiationMAhG { get; init; }

    /// <summary>Coulombic efficiency: delithiation over lithiation in the half cell of an anode material, lithiation over delithiation in that of a cathode material, discharge over charge in a full cell; null where one of them is missing.</summary>
    [JsonPropertyName("coulombic_efficiency")]
    public required double? CoulombicEfficiency { get; init; }

    /// <summary>Side charge of the cycle, mAh/g.</summary>
    [JsonPropertyName("q_side_mAh_g")]
    public required double SideMAhG { get; init; }

    /// <summary>Mean film thickness at its end, nm.</summary>
    [JsonPropertyName("film_nm")]
    public required double FilmNm { get; init; }

    /// <summary>Resistance at the first current step of the cycle, Ω·m²; null where there is none.</summary>
    [JsonPropertyName("resistance_Ohm_m2")]
    public required double? ResistanceOhmM2 { get; init; }
}
