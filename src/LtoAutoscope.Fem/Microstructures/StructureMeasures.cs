using System.Text.Json.Serialization;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>What one realisation of a microstructure turned out to be.</summary>
public sealed record StructureMeasures
{
    /// <summary>Which realisation, from 0.</summary>
    public required int Realisation { get; init; }

    /// <summary>Particles.</summary>
    public required int Particles { get; init; }

    /// <summary>Particles that win no voxel of the grid.</summary>
    public required int ParticlesBelowAVoxel { get; init; }

    /// <summary>Edges of the box along x, y and z, nm.</summary>
    public required double[] BoxNm { get; init; }

    /// <summary>Voxels along x, y and z.</summary>
    public required int[] Grid { get; init; }

    /// <summary>Edge of a voxel, nm.</summary>
    public required double VoxelNm { get; init; }

    /// <summary>Whether the sides are periodic; else they are mirrors.</summary>
    public required bool IsPeriodic { get; init; }

    /// <summary>Solids of the packing, exact (by points where an overlap is allowed); NaN for tomography.</summary>
    public required double SolidsPacked { get; init; }

    /// <summary>Solids by sampling within voxels.</summary>
    public required double SolidsSampled { get; init; }

    /// <summary>Solids by voxel labels.</summary>
    public required double SolidsVoxels { get; init; }

    /// <summary>Carbon-binder domain by voxel labels.</summary>
    public required double BinderVoxels { get; init; }

    /// <summary>1 − sampled solids − binder.</summary>
    public required double PorositySampled { get; init; }

    /// <summary>Share of pore voxels.</summary>
    public required double PorosityVoxels { get; init; }

    /// <summary>Area of the smooth shapes over their mass, m²/g.</summary>
    [JsonPropertyName("area_smooth_m2_g")]
    public required double AreaSmoothM2G { get; init; }

    /// <summary>Area of the smooth shapes over the box's volume, 1/m (m²/m³).</summary>
    [JsonPropertyName("area_smooth_per_m")]
    public required double AreaSmoothPerM { get; init; }

    /// <summary>Area of the open voxel faces, the bare staircase, over the box's volume, 1/m.</summary>
    [JsonPropertyName("area_voxel_per_m")]
    public required double AreaVoxelPerM { get; init; }

    /// <summary>Open voxel faces weighted by |n·e|, n the shape's normal and e the face's, over the box's volume, 1/m: the staircase corrected on the grid, before it is scaled to the smooth area.</summary>
    [JsonPropertyName("area_corrected_per_m")]
    public required double AreaCorrectedPerM { get; init; }

    /// <summary>Staircase over smooth area; 1.5 for separate spheres.</summary>
    public required double StaircaseFactor { get; init; }

    /// <summary>Share of voxel faces that touch another particle and are closed.</summary>
    public required double ClosedShare { get; init; }

    /// <summary>Area with roughness down to the inner cut-off, as BET would see it, m²/g.</summary>
    [JsonPropertyName("area_rough_m2_g")]
    public required double AreaRoughM2G { get; init; }

    /// <summary>The same over the box's volume, 1/m.</summary>
    [JsonPropertyName("area_rough_per_m")]
    public required double AreaRoughPerM { get; init; }

    /// <summary>Rough over smooth area.</summary>
    public required double RoughnessFactor { get; init; }

    /// <summary>Particles that a particle touches: gaps to 1 % of the reach for packings, shared voxel faces for tomography.</summary>
    public required double ContactsAParticle { get; init; }

    /// <summary>Share of the particles' summed volume inside another one.</summary>
    public required double OverlapFraction { get; init; }

    /// <summary>Deepest overlap of two particles as a share of their reach, 0 without.</summary>
    public required double DeepestOverlap { get; init; }

    /// <summary>Share of the particles, by number, that lie in an agglomerate whose bonds are in contact; NaN for tomography.</summary>
    public required double AgglomeratedShare { get; init; }

    /// <summary>Mean number of particles of such an agglomerate; NaN where there is none.</summary>
    public required double AgglomerateParticles { get; init; }

    /// <summary>Standard deviation over mean of the solids of the box's 4 × 4 × 4 parts: how uneven the packing is.</summary>
    public required double LocalSolidsVariation { get; init; }

    /// <summary>Tortuosity factors of the pore space along x, y and z, porosity over relative conductivity; null where not asked for.</summary>
    public double[]? Tortuosity { get; init; }

    /// <summary>Projected diameters exceeded by 90, 50 and 10 % of the particles, nm: D10, D50, D90 by number.</summary>
    public required double[] DiameterNm { get; init; }

    /// <summary>Mean aspect ratio of the silhouettes lying flat.</summary>
    public required double AspectRatioMean { get; init; }
}
