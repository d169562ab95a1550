using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>Packs a population as one that is measured: projected diameters lognormal with a geometric standard deviation of 1.35, aspect ratios even over 1…3.</summary>
public static class PackingBench
{
    private const double MedianNm = 80;
    private const double Sigma = 0.3;

    /// <summary>Runs the benchmark on one thread.</summary>
    /// <param name="particles">How many, 2…20,000.</param>
    /// <param name="options">Solids, seed, overlap, agglomeration.</param>
    /// <param name="exponent">Exponent of superellipsoids, 2 for ellipsoids.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A number is out of range, or the packing jams.</exception>
    public static PackingBenchResult Run(
        int particles, PackingOptions options, double exponent = 2, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (particles is < 2 or > 20_000) throw new InputException($"{particles} particles are out of range", "--particles", "Give 2 to 20000");
        time ??= TimeProvider.System;
        var population = Population(particles, options.Seed, exponent);
        long start = time.GetTimestamp();
        var packing = Packing.Create(population, options, cancellationToken);
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        return new PackingBenchResult
        {
            Particles = particles,
            Seconds = seconds,
            Solids = packing.VolumeFraction,
            AskedSolids = options.VolumeFraction,
            OverlapFraction = packing.OverlapFraction,
            SmallestContactScale = Math.Sqrt(packing.SmallestContact()),
            Sweeps = packing.Sweeps,
            ContactsAParticle = packing.ContactsAParticle,
            BoxNm = packing.BoxSize,
            Seed = options.Seed,
            Exponent = exponent,
            Bonds = packing.Bonds.Count,
            BondsInContact = packing.BondsInContact,
        };
    }

    /// <summary>The population.</summary>
    internal static IReadOnlyList<IParticleShape> Population(int count, long seed, double exponent)
    {
        var random = new SeededRandom(seed, 0x62656e63);
        var drawn = new IParticleShape[count];
        for (int i = 0; i < count; i++)
        {
            var shape = Ellipsoid.FromProjection(MedianNm * Math.Exp(Sigma * random.NextNormal()), 1 + (2 * random.Next()));
            drawn[i] = exponent == 2 ? shape : Superellipsoid.WithSilhouetteOf(shape, exponent, exponent);
        }

        return drawn;
    }
}
