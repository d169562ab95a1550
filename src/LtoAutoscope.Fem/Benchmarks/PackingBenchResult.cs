namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>What <c>fem bench packing</c> prints.</summary>
public sealed record PackingBenchResult
{
    /// <summary>Particles.</summary>
    public required int Particles { get; init; }

    /// <summary>Time on the clock, one thread, s.</summary>
    public required double Seconds { get; init; }

    /// <summary>Solids reached, overlap counted once.</summary>
    public required double Solids { get; init; }

    /// <summary>Solids asked for.</summary>
    public required double AskedSolids { get; init; }

    /// <summary>Share of the particles' summed volume inside another particle.</summary>
    public required double OverlapFraction { get; init; }

    /// <summary>Scale at which the first two particles touch: at least 1 without overlap.</summary>
    public required double SmallestContactScale { get; init; }

    /// <summary>Sweeps over all contacts.</summary>
    public required int Sweeps { get; init; }

    /// <summary>Mean number of contacts of a particle, gaps to 1 % of the reach included.</summary>
    public required double ContactsAParticle { get; init; }

    /// <summary>Edge of the box, nm.</summary>
    public required double BoxNm { get; init; }

    /// <summary>Seed of population and packing.</summary>
    public required long Seed { get; init; }

    /// <summary>Exponent of the superellipsoids, 2 for ellipsoids.</summary>
    public required double Exponent { get; init; }

    /// <summary>Pairs that an agglomerate holds together.</summary>
    public required int Bonds { get; init; }

    /// <summary>Those of them in contact at the end.</summary>
    public required int BondsInContact { get; init; }
}
