namespace LtoAutoscope.Twin.Rendering;

/// <summary>
/// Random numbers that are a pure function of the keys they are made from, the same on every machine.
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
/// </summary>
internal struct HashRandom
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;
    private ulong _state;

    internal HashRandom(ulong seed) => _state = Mix(seed + Golden);

    internal HashRandom(ulong seed, long a, long b = 0, long c = 0)
        => _state = Mix(Mix(Mix(Mix(seed + Golden) ^ (ulong)a) + Golden ^ (ulong)b) + Golden ^ (ulong)c);

    internal ulong NextBits()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    internal double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    internal double Next(double low, double high) => low + (high - low) * Next();

    /// <summary>Uniform in the logarithm.</summary>
    internal double NextLog(double low, double high) => low * Math.Exp(Math.Log(high / low) * Next());

    internal int NextInt(int low, int highInclusive) => low + (int)(Next() * (highInclusive - low + 1));

    internal bool Chance(double probability) => Next() < probability;

    /// <summary>Standard normal, by the Box–Muller transform.</summary>
    internal double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    /// <summary>Poisson: by multiplication below 30, by the normal limit above.</summary>
    internal int NextPoisson(double mean)
    {
        if (mean > 30) return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * NextNormal()));
        double limit = Math.Exp(-mean), product = Next();
        int n = 0;
        for (; product > limit; n++) product *= Next();
        return n;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
