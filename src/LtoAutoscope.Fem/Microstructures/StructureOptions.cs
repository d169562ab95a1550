using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>How a microstructure is made from a morphology.</summary>
public sealed record StructureOptions
{
    /// <summary>Voxels along an edge of the box, 4…512. Default 64.</summary>
    public int Grid { get; init; } = 64;

    /// <summary>Particles in a realisation, 1…20,000; more are taken where the longest would not fit into the box. Default 200.</summary>
    public int Particles { get; init; } = 200;

    /// <summary>Random realisations, 1…64. Default 3.</summary>
    public int Realisations { get; init; } = 3;

    /// <summary>Volume fraction of particles, 0.01…0.7. Default 0.4.</summary>
    public double Solids { get; init; } = 0.4;

    /// <summary>Share of the particles' volume that may overlap where the packing jams without, 0…0.2. Default 0.</summary>
    public double AllowedOverlap { get; init; }

    /// <summary>Shape and orientation model.</summary>
    public ShapeOptions Shape { get; init; } = new();

    /// <summary>Share of the particles, by number, in agglomerates, 0…1; null takes it from the morphology. Default 0.</summary>
    public double? AgglomeratedShare { get; init; } = 0;

    /// <summary>Mean number of particles of an agglomerate, at least 2; null takes it from the morphology (4 where it has none). Default null.</summary>
    public double? AgglomerateParticles { get; init; }

    /// <summary>Volume fraction of carbon-binder domain, 0…0.5. Default 0.</summary>
    public double Binder { get; init; }

    /// <summary>Seed of draws, packings and binder. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Inner cut-off of roughness, nm. Default 3.</summary>
    public double RoughnessInnerCutoffNm { get; init; } = 3;

    /// <summary>Density of the particles, g/cm³, for areas a gram. Default 3.48 (Li₄Ti₅O₁₂).</summary>
    public double DensityGCm3 { get; init; } = 3.48;

    /// <summary>Threads, 1…256: realisations side by side; the result does not depend on it. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether tortuosity factors are computed. Default true.</summary>
    public bool Tortuosity { get; init; } = true;

    /// <exception cref="InputException">An option is out of range.</exception>
    internal void Validate()
    {
        Check(Grid is >= 4 and <= 512, $"a grid of {Grid} voxels an edge", "grid", "4 to 512");
        Check(Particles is >= 1 and <= 20_000, $"{Particles} particles", "particles", "1 to 20000");
        Check(Realisations is >= 1 and <= 64, $"{Realisations} realisations", "realisations", "1 to 64");
        Check(Binder is >= 0 and <= 0.5 && Binder + Solids < 0.98, $"a binder volume fraction of {Binder} beside {Solids} solids", "binder", "0 to 0.5, and leave pores");
        Check(RoughnessInnerCutoffNm > 0, $"an inner cut-off of {RoughnessInnerCutoffNm} nm", "roughness_inner_cutoff_nm", "a positive length");
        Check(DensityGCm3 is > 0.1 and < 25, $"a density of {DensityGCm3} g/cm³", "density", "0.1 to 25");
        Check(Threads is >= 1 and <= 256, $"{Threads} threads", "threads", "1 to 256");
        Shape.Validate();
    }

    private static void Check(bool holds, string what, string where, string range)
    {
        if (!holds) throw new InputException($"{what} is out of range", where, $"Give {range}");
    }
}
