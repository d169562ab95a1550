using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>From a measured morphology to microstructures: draw, pack, voxelise, add binder.</summary>
public static class MicrostructureBuilder
{
    /// <summary>Builds one realisation; the same options and number give the same structure.</summary>
    /// <param name="morphology">What was measured.</param>
    /// <param name="options">How.</param>
    /// <param name="realisation">Which one, from 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">An option is out of range, the morphology is empty, or the packing jams.</exception>
    public static BuiltStructure Build(Morphology morphology, StructureOptions options, int realisation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(morphology);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var packing = Packing.Create(Draw(morphology, options, realisation), PackingOf(morphology, options, realisation), cancellationToken);
        var voxels = Voxeliser.Voxelise(packing, options.Grid);
        if (options.Binder > 0) BinderDomain.Place(voxels, options.Binder, options.Seed + realisation);
        return new BuiltStructure(voxels, packing);
    }

    /// <summary>Builds all realisations, side by side on the options' threads.</summary>
    /// <inheritdoc cref="Build"/>
    /// <param name="morphology">What was measured.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Share of realisations that are done, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<BuiltStructure>> BuildAllAsync(
        Morphology morphology, StructureOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var built = new BuiltStructure[options.Realisations];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.Threads, options.Realisations), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, options.Realisations), parallel, (r, token) =>
        {
            built[r] = Build(morphology, options, r, token);
            progress?.Report((double)Interlocked.Increment(ref done) / options.Realisations);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return built;
    }

    /// <summary>The particles of a realisation.</summary>
    private static IReadOnlyList<IParticleShape> Draw(Morphology morphology, StructureOptions options, int realisation)
    {
        int count = options.Particles;
        while (true)
        {
            var population = ParticlePopulation.Draw(morphology, count, options.Seed, realisation, options.Shape);
            double box = Math.Cbrt(population.Sum(p => p.Volume) / options.Solids), longest = population.Max(p => 2 * p.OuterRadius);
            // A box that a rare giant does not fit into is made larger by more particles, never by leaving the giant out.
            if (longest <= 0.95 * box || count >= 8 * options.Particles) return population;
            count += (count / 2) + 1;
        }
    }

    internal static PackingOptions PackingOf(Morphology morphology, StructureOptions options, int realisation)
    {
        var measured = morphology.Agglomerates;
        double share = options.AgglomeratedShare ?? Measured(measured?.AgglomeratedShare, 0, 1, 0);
        return new PackingOptions
        {
            VolumeFraction = options.Solids,
            AllowedOverlap = options.AllowedOverlap,
            AgglomeratedShare = share,
            AgglomerateParticles = options.AgglomerateParticles ?? Measured(measured?.MeanParticles, 2, 1000, 4),
            Seed = unchecked((options.Seed * 1_000_003) + realisation),
        };
    }

    private static double Measured(double? value, double low, double high, double missing)
        => value is { } v && double.IsFinite(v) ? Math.Clamp(v, low, high) : missing;
}
