using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>How particles are packed.</summary>
public sealed record PackingOptions
{
    /// <summary>Highest solids that can be asked for.</summary>
    public const double MaximumVolumeFraction = 0.7;

    /// <summary>Solids, 0.01…0.7; overlap counts once.</summary>
    public required double VolumeFraction { get; init; }

    /// <summary>The seed: the same seed gives the same packing, whatever else runs.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Share of the particles' summed volume that may lie inside another particle, 0…0.2. Default 0. It is used only where the packing
    /// jams without, and no more of it than needed.
    /// </summary>
    public double AllowedOverlap { get; init; }

    /// <summary>Share of the particles, by number, that lie in agglomerates, 0…1. Default 0.</summary>
    public double AgglomeratedShare { get; init; }

    /// <summary>Mean number of particles of an agglomerate, at least 2. Default 4.</summary>
    public double AgglomerateParticles { get; init; } = 4;

    internal void Validate()
    {
        if (!(VolumeFraction is >= 0.01 and <= MaximumVolumeFraction))
            throw new InputException($"an active volume fraction of {VolumeFraction:0.###} cannot be packed", "active_volume_fraction", $"Give 0.05 to {MaximumVolumeFraction:0.0}");
        if (!(AllowedOverlap is >= 0 and <= 0.2))
            throw new InputException($"an allowed overlap of {AllowedOverlap:0.###} is out of range", "overlap", "Give 0 to 0.2 of the particles' volume");
        if (!(AgglomeratedShare is >= 0 and <= 1))
            throw new InputException($"an agglomerated share of {AgglomeratedShare:0.###} is out of range", "agglomeration", "Give 0 to 1");
        if (!(AgglomerateParticles is >= 2 and <= 1000))
            throw new InputException($"agglomerates of {AgglomerateParticles:0.###} particles are out of range", "agglomeration", "Give 2 to 1000 particles an agglomerate");
    }
}
