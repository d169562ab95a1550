namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// The Matérn 5/2 kernel with a lengthscale a coordinate: k(r) = (1 + √5·r + 5r²/3)·e^(−√5·r), r² = Σ (Δ/ℓ)²; for words Δ is 0 or 1 (a Hamming distance, the same as one-hot coordinates).
/// Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), section 4.2.
/// </summary>
internal static class Matern52
{
    private static readonly double Root5 = Math.Sqrt(5);

    /// <summary>Correlation of two encoded points.</summary>
    /// <param name="one">A point.</param>
    /// <param name="other">Another.</param>
    /// <param name="inverse">1/ℓ a coordinate.</param>
    /// <param name="categorical">Which coordinates are words.</param>
    public static double Of(ReadOnlySpan<double> one, ReadOnlySpan<double> other, ReadOnlySpan<double> inverse, ReadOnlySpan<bool> categorical)
    {
        double square = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double step = Difference(one[i], other[i], categorical[i]) * inverse[i];
            square += step * step;
        }

        double scaled = Root5 * Math.Sqrt(square);
        return (1 + scaled + scaled * scaled / 3) * Math.Exp(-scaled);
    }

    /// <summary>The factor that with (Δ/ℓ)² gives the derivative by ln ℓ: (5/3)·(1 + √5·r)·e^(−√5·r).</summary>
    public static double Slope(double squaredDistance)
    {
        double scaled = Root5 * Math.Sqrt(squaredDistance);
        return 5.0 / 3 * (1 + scaled) * Math.Exp(-scaled);
    }

    public static double Difference(double one, double other, bool isCategorical) => isCategorical ? one == other ? 0 : 1 : one - other;
}
