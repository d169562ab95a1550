namespace LtoAutoscope.Acquisition.Planning;

/// <summary>
/// A two-dimensional low-discrepancy sequence: each prefix of it covers the unit square evenly. The additive recurrence with the plastic number,
/// shifted as a whole by the seed (M. Roberts, “The unreasonable effectiveness of quasirandom sequences”, 2018; R. Cranley and T. N. L. Patterson, SIAM J. Numer. Anal. 13, 904, 1976).
/// </summary>
public static class LowDiscrepancy
{
    private const double Plastic = 1.3247179572447460260;

    /// <summary>Point <paramref name="index"/> of the sequence, each coordinate in [0, 1).</summary>
    /// <param name="index">From 0.</param>
    /// <param name="seed">Shifts the whole sequence; the same seed gives the same points.</param>
    public static (double U, double V) At(int index, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return (Fraction(Shift(seed, 1) + (index + 1) / Plastic), Fraction(Shift(seed, 2) + (index + 1) / (Plastic * Plastic)));
    }

    /// <summary>The same point in the unit disc, by the map of concentric squares, which keeps areas (P. Shirley and K. Chiu, J. Graphics Tools 2, 45, 1997).</summary>
    public static (double X, double Y) InDisc(int index, int seed)
    {
        (double u, double v) = At(index, seed);
        (double a, double b) = (2 * u - 1, 2 * v - 1);
        if (a == 0 && b == 0) return (0, 0);
        (double radius, double angle) = Math.Abs(a) > Math.Abs(b) ? (a, Math.PI / 4 * (b / a)) : (b, Math.PI / 2 - Math.PI / 4 * (a / b));
        return (radius * Math.Cos(angle), radius * Math.Sin(angle));
    }

    private static double Fraction(double value) => value - Math.Floor(value);

    /// <summary>A number in [0, 1) that follows from the seed alone (the finaliser of SplitMix64).</summary>
    private static double Shift(int seed, int axis)
    {
        unchecked
        {
            ulong z = (ulong)seed * 2654435761UL + (ulong)axis * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
        }
    }
}
