namespace LtoAutoscope.Fem.Microstructures;

/// <summary>Random numbers from a seed and the identity of what is drawn, the same on every machine (xoshiro256** seeded by SplitMix64, Blackman and Vigna 2018).</summary>
public sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">What is drawn: realisation, purpose.</param>
    public SeededRandom(long seed, params ReadOnlySpan<long> stream)
    {
        ulong state = (ulong)seed;
        foreach (long part in stream) state = Mix(ref state) ^ (ulong)part;
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        ulong result = ulong.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return (result >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    /// <summary>Uniform on the unit sphere.</summary>
    public Vector3 NextDirection()
    {
        double z = (2 * Next()) - 1, angle = 2 * Math.PI * Next(), r = Math.Sqrt(Math.Max(0, 1 - (z * z)));
        return new Vector3(r * Math.Cos(angle), r * Math.Sin(angle), z);
    }

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
