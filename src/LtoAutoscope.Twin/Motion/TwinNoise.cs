namespace LtoAutoscope.Twin.Motion;

/// <summary>Randomness from the identity of what is drawn, not from the order of drawing.</summary>
public static class TwinNoise
{
    /// <summary>Mixes words into one; SplitMix64's finaliser (Steele, Lea and Flood 2014) after each.</summary>
    public static ulong Hash(params ReadOnlySpan<ulong> words)
    {
        ulong hash = 0x9E3779B97F4A7C15;
        foreach (ulong word in words)
        {
            hash = unchecked((hash ^ word) + 0x9E3779B97F4A7C15);
            hash = unchecked((hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9);
            hash = unchecked((hash ^ (hash >> 27)) * 0x94D049BB133111EB);
            hash ^= hash >> 31;
        }

        return hash;
    }

    /// <summary>A standard normal number by Box and Muller, within ±8.6.</summary>
    public static double Gauss(params ReadOnlySpan<ulong> words)
    {
        ulong hash = Hash(words);
        double u = ((hash >> 11) + 1) * (1.0 / (1UL << 53));
        double v = (Hash(hash) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }
}
