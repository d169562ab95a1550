namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// A scrambled Halton sequence in the unit cube: the digits of each coordinate are permuted and the whole is shifted, both by a seed (Owen, "A randomized Halton algorithm in R", 2017). It fills the cube evenly from its first points on.
/// </summary>
public sealed class HaltonSequence
{
    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];
    private readonly int[][] _permutations;
    private readonly double[] _shifts;
    private int _index;

    /// <summary>Makes one.</summary>
    /// <param name="dimensions">1…20.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    public HaltonSequence(int dimensions, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, Primes.Length);
        var random = new Random(seed);
        _permutations = [.. Primes.Take(dimensions).Select(prime =>
        {
            int[] digits = [.. Enumerable.Range(0, prime)];
            random.Shuffle(digits);
            return digits;
        })];
        _shifts = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
    }

    /// <summary>The next point, each coordinate in [0, 1).</summary>
    public double[] Next()
    {
        _index++;
        double[] point = new double[_shifts.Length];
        for (int k = 0; k < point.Length; k++)
        {
            int prime = Primes[k];
            double value = _shifts[k], share = 1.0 / prime;
            // Digit 0 is permuted too, so leading zeros count; they are taken up to double's precision of the shift.
            for (int rest = _index, digit = 0; digit < 20 && share > 1e-12; digit++, rest /= prime, share /= prime) value += share * _permutations[k][rest % prime];
            point[k] = value - Math.Floor(value);
        }

        return point;
    }
}
