using LtoAutoscope.Fem.HalfCell;

namespace LtoAutoscope.Fem.Cases;

/// <summary>Particles of one size and shape in an electrode.</summary>
/// <param name="VolumeShare">Share of the electrode's active volume, relative to the other classes, &gt; 0.</param>
/// <param name="AreaPerVolume">Real surface, roughness included, over volume, 1/m.</param>
/// <param name="DiffusionLengthM">ℓ, m: the radius of a sphere, or of the sphere that lags as the particle does.</param>
public sealed record ParticleClass(double VolumeShare, double AreaPerVolume, double DiffusionLengthM)
{
    /// <summary>How the surface answers, in units of ℓ²/D; a sphere by default. Used where the diffusivity is constant.</summary>
    public DiffusionModes Modes { get; init; } = DiffusionModes.Sphere;

    /// <summary>Spheres.</summary>
    /// <param name="radiusM">Radius, m.</param>
    /// <param name="volumeShare">Share of the active volume.</param>
    /// <param name="areaFactor">Real over smooth area; it multiplies both reactions and never diffusion.</param>
    public static ParticleClass Sphere(double radiusM, double volumeShare = 1, double areaFactor = 1)
        => new(volumeShare, 3 / radiusM * areaFactor, radiusM);

    /// <summary>Prolate ellipsoids: exact area, and the exact lag where the surface is uniform.</summary>
    /// <param name="volumeRadiusM">Radius of the sphere of equal volume, m.</param>
    /// <param name="aspectRatio">Length over width, ≥ 1.</param>
    /// <param name="volumeShare">Share of the active volume.</param>
    /// <param name="areaFactor">Real over smooth area.</param>
    public static ParticleClass Prolate(double volumeRadiusM, double aspectRatio, double volumeShare = 1, double areaFactor = 1)
    {
        double b = volumeRadiusM / Math.Cbrt(aspectRatio);
        var shape = new Microstructures.Ellipsoid(aspectRatio * b, b);
        return new ParticleClass(volumeShare, shape.SurfaceArea / shape.Volume * areaFactor, DiffusionModes.LagRadius(shape.LongSemiAxis, b));
    }
}
