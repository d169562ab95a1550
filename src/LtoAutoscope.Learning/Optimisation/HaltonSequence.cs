namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// A Halton sequence in the unit cube, plain or scrambled: the digits of each coordinate are permuted and the whole is shifted, both by a seed (Owen, "A randomized Halton algorithm in R", 2017).
/// It fills the cube evenly from its first points on. MathNet.Numerics has no such sequence.
/// </summary>
/// <remarks>Not thread-safe. Coordinate k counts in the k-th prime, so past some ten coordinates the first points of the plain sequence lie on lines; scrambling mends that.</remarks>
public sealed class HaltonSequence
{
    private readonly int[] _primes;
    private readonly int[][] _permutations;
    private readonly double[] _shifts;
    private int _index;

    /// <summary>Makes a scrambled one.</summary>
    /// <param name="dimensions">Coordinates, ≥ 1.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    public HaltonSequence(int dimensions, int seed)
    {
        _primes = FirstPrimes(dimensions);
        var random = new Random(seed);
        _permutations = [.. _primes.Select(prime =>
        {
            int[] digits = [.. Enumerable.Range(0, prime)];
            random.Shuffle(digits);
            return digits;
        })];
        _shifts = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
    }

    private HaltonSequence(int[] primes) => (_primes, _permutations, _shifts) = (primes, [.. primes.Select(prime => Enumerable.Range(0, prime).ToArray())], new double[primes.Length]);

    /// <summary>Makes a plain one: 1/2, 1/4, 3/4, … in the first coordinate, 1/3, 2/3, 1/9, … in the second.</summary>
    /// <param name="dimensions">Coordinates, ≥ 1.</param>
    public static HaltonSequence Plain(int dimensions) => new(FirstPrimes(dimensions));

    /// <summary>The next point, each coordinate in [0, 1).</summary>
    public double[] Next()
    {
        _index++;
        double[] point = new double[_shifts.Length];
        for (int k = 0; k < point.Length; k++)
        {
            int prime = _primes[k];
            double value = _shifts[k], share = 1.0 / prime;
            // Digit 0 is permuted too, so leading zeros count; they are taken up to double's precision of the shift.
            for (int rest = _index, digit = 0; digit < 20 && share > 1e-12; digit++, rest /= prime, share /= prime) value += share * _permutations[k][rest % prime];
            point[k] = value - Math.Floor(value);
        }

        return point;
    }

    private static int[] FirstPrimes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        List<int> primes = new(count);
        for (int candidate = 2; primes.Count < count; candidate++)
            if (primes.TrueForAll(prime => candidate % prime != 0)) primes.Add(candidate);
        return [.. primes];
    }
}
