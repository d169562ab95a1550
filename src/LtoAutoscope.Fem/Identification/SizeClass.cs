using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Equal particles of a sample, as the reduced model needs them.</summary>
/// <param name="VolumeShare">Their share of the sample's active volume, 0…1.</param>
/// <param name="SmoothAreaM1">Smooth surface area over volume, 1/m.</param>
/// <param name="LagM2">Mean of w in −∇²w = 1 with w = 0 on the surface, m²: R²/15 for a sphere. Over the diffusivity it is the lag of diffusion.</param>
/// <param name="FeatureNm">Outer cut-off of roughness: the projected diameter, nm.</param>
/// <param name="FractalDimension">Fractal dimension of the outline, NaN where unknown.</param>
public readonly record struct SizeClass(double VolumeShare, double SmoothAreaM1, double LagM2, double FeatureNm, double FractalDimension)
{
    /// <summary>Particles of one shape.</summary>
    /// <param name="shape">The shape, nm.</param>
    /// <param name="volumeShare">Share of the sample's active volume.</param>
    public static SizeClass From(IParticleShape shape, double volumeShare = 1)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new SizeClass(volumeShare, shape.SurfaceArea * 1e9 / shape.Volume, shape.DiffusionLag * 1e-18, shape.ProjectedDiameter, shape.FractalDimension);
    }

    /// <summary>Real area over volume: the smooth one times the roughness factor down to the material's inner cut-off, 1/m.</summary>
    public double RealAreaM1(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        return SmoothAreaM1 * Roughness.AreaFactor(FractalDimension, FeatureNm, material.RoughnessInnerCutoffNm);
    }
}
