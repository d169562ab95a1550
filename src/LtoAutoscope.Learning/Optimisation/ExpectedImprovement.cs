using MathNet.Numerics;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>Expected improvement E[max(0, f − best)] of a normal variable, and its logarithm, which stays finite where the value itself underflows.</summary>
/// <remarks>
/// EI = s·h(z), z = (mean − best)/s, h(z) = φ(z) + z·Φ(z) (Jones, Schonlau and Welch, J. Global Optimization 13 (1998) 455). Its logarithm after Ament et al. (NeurIPS 2023, "Unexpected improvements to
/// expected improvement"); for z ≤ −1 with t = −z, h = φ(t)·(1 − t·R(t)), and Mills' ratio R as the continued fraction 1/(t + 1/(t + 2/(t + 3/(t + …)))) lets the difference be formed without cancellation:
/// with R = 1/(t + c), 1 − t·R = c/(t + c).
/// </remarks>
public static class ExpectedImprovement
{
    private static readonly double LogRoot2Pi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>Expected improvement, in the objective's unit.</summary>
    public static double Of(GaussianPrediction prediction, double best) => Math.Exp(LogOf(prediction, best));

    /// <summary>Expected improvement of a quantity that cannot exceed a ceiling, whatever a normal variable may: E[max(0, min(f, ceiling) − best)] = EI(best) − EI(ceiling); 0 where the best is there already.</summary>
    public static double Below(GaussianPrediction prediction, double best, double ceiling)
        => Math.Exp(LogBelow(prediction, best, ceiling));

    /// <summary>Its natural logarithm.</summary>
    public static double LogBelow(GaussianPrediction prediction, double best, double ceiling)
    {
        if (best >= ceiling) return double.NegativeInfinity;
        double whole = LogOf(prediction, best);
        return double.IsPositiveInfinity(ceiling) || double.IsNegativeInfinity(whole) ? whole : whole + SpecialFunctions.Log1p(-Math.Exp(Math.Min(0, LogOf(prediction, ceiling) - whole)));
    }

    /// <summary>Natural logarithm of the expected improvement without a ceiling.</summary>
    public static double LogOf(GaussianPrediction prediction, double best)
    {
        if (!(prediction.Deviation > 0)) return prediction.Mean > best ? Math.Log(prediction.Mean - best) : double.NegativeInfinity;
        return Math.Log(prediction.Deviation) + LogH((prediction.Mean - best) / prediction.Deviation);
    }

    /// <summary>Probability that the objective there is above the best so far, 0…1.</summary>
    public static double Probability(GaussianPrediction prediction, double best)
        => prediction.Deviation > 0 ? Share((prediction.Mean - best) / prediction.Deviation) : prediction.Mean > best ? 1 : 0;

    /// <summary>ln(φ(z) + z·Φ(z)).</summary>
    internal static double LogH(double z)
    {
        if (z > -1) return Math.Log(Math.Exp(-0.5 * z * z - LogRoot2Pi) + z * Share(z));
        double t = -z, tail = t;
        for (int k = 20 + (int)Math.Min(280, 300 / (t * t)); k >= 2; k--) tail = t + k / tail;
        double c = 1 / tail;
        return -0.5 * z * z - LogRoot2Pi + Math.Log(c / (t + c));
    }

    private static double Share(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));
}
