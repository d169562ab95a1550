using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem;

/// <summary>CE1 of one area of a sample.</summary>
public sealed record AreaResult
{
    /// <summary>The area.</summary>
    public required string Name { get; init; }

    /// <summary>Where it lies on the stage, mm; NaN where unknown.</summary>
    public required double XMm { get; init; }

    /// <summary>The other coordinate, mm.</summary>
    public required double YMm { get; init; }

    /// <summary>Particles measured there.</summary>
    public required int MeasuredParticles { get; init; }

    /// <summary>Mean diameter by number, nm.</summary>
    public required double MeanDiameterNm { get; init; }

    /// <summary>Mean aspect ratio.</summary>
    public required double MeanAspectRatio { get; init; }

    /// <summary>Mean fractal dimension.</summary>
    public required double MeanFractalDimension { get; init; }

    /// <summary>Real specific surface, m²/g.</summary>
    [JsonPropertyName("area_real_m2_g")]
    public required double AreaRealM2G { get; init; }

    /// <summary>Initial Coulombic efficiency.</summary>
    public required double Ce1 { get; init; }

    /// <summary>Its standard error from packing and drawing particles; that of the measurement is not in it.</summary>
    public required double Ce1StandardError { get; init; }

    /// <summary>Charge of the side reaction, mAh/g.</summary>
    [JsonPropertyName("side_mAh_g")]
    public required double SideMAhG { get; init; }

    /// <summary>Lithium left in the particles, mAh/g.</summary>
    [JsonPropertyName("trapped_mAh_g")]
    public required double TrappedMAhG { get; init; }
}
