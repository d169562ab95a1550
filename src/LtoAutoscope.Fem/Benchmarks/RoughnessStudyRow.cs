using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>One rough particle of <c>fem bench roughness</c>.</summary>
public sealed record RoughnessStudyRow
{
    /// <summary>Hurst exponent of its surface.</summary>
    public required double Hurst { get; init; }

    /// <summary>Standard deviation of the logarithm of its radius.</summary>
    public required double Relief { get; init; }

    /// <summary>Divider dimension of its silhouette, steps of 0.045 to 0.25 of the diameter; mean of three views.</summary>
    public required double SilhouetteDimension { get; init; }

    /// <summary>The same of a planar cut through its centre.</summary>
    public required double CutDimension { get; init; }

    /// <summary>2 minus the slope of the surface's area against the length of the triangles that it is measured with, over the same lengths.</summary>
    public required double SurfaceDimension { get; init; }

    /// <summary>Length of the finest triangles over the diameter of the silhouette.</summary>
    public required double FinestLength { get; init; }

    /// <summary>Area measured with the finest triangles over that of the sphere whose silhouette has the same area.</summary>
    public required double AreaFactor { get; init; }

    /// <summary>ln(area factor) over ln(diameter / length of the triangles), at lengths of about 0.15, 0.08, 0.04, 0.02, 0.01 and 0.005 of the diameter.</summary>
    [JsonPropertyName("area_exponents")]
    public required double[] AreaExponents { get; init; }
}
