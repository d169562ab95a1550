using LtoAutoscope.Domain;

namespace LtoAutoscope.Learning.Scores;

/// <summary>
/// A score that stretches the top of a value V in (0, 1]: H = 100·[1 + σ(β·ln V + γ)^κ], with σ(x) = 1/(1 + e^−x). It rises with V, tends to 100 as V goes to 0, and with the defaults is 111.1 at V = 1.
/// </summary>
/// <remarks>
/// The paper's example, 137.2 at V ≈ 0.95, does not follow from the constants that it names: they give 107.8. With γ = +ln 2 the same V gives 136.9 (docs/next-synthesis.md).
/// </remarks>
public sealed record HyperScore
{
    /// <summary>Default slope β.</summary>
    public const double DefaultBeta = 5;

    /// <summary>Default exponent κ.</summary>
    public const double DefaultKappa = 2;

    /// <summary>Default shift γ, −ln 2.</summary>
    public static double DefaultGamma { get; } = -Math.Log(2);

    /// <summary>Slope β, above 0. Default 5.</summary>
    public double Beta { get; init; } = DefaultBeta;

    /// <summary>Shift γ, finite. Default −ln 2.</summary>
    public double Gamma { get; init; } = DefaultGamma;

    /// <summary>Exponent κ, above 0. Default 2.</summary>
    public double Kappa { get; init; } = DefaultKappa;

    /// <summary>The score of a value.</summary>
    /// <param name="v">In (0, 1].</param>
    /// <returns>100…200.</returns>
    /// <exception cref="InputException">V or a constant is out of range.</exception>
    public double Of(double v)
    {
        if (!(v > 0 && v <= 1)) throw new InputException(FormattableString.Invariant($"V is {v}, and the score is defined for 0 < V ≤ 1"), "v", "Give a fraction such as 0.95, not a percentage");
        if (Problems().FirstOrDefault() is { } problem) throw new InputException(problem, "hyperscore", "Correct the constant, or leave it out for its default");
        double x = Beta * Math.Log(v) + Gamma;
        double sigmoid = x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
        return 100 * (1 + Math.Pow(sigmoid, Kappa));
    }

    /// <summary>What is wrong with the constants; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!(Beta > 0) || !double.IsFinite(Beta)) yield return FormattableString.Invariant($"beta is {Beta}, and must be finite and above 0");
        if (!double.IsFinite(Gamma)) yield return FormattableString.Invariant($"gamma is {Gamma}, and must be finite");
        if (!(Kappa > 0) || !double.IsFinite(Kappa)) yield return FormattableString.Invariant($"kappa is {Kappa}, and must be finite and above 0");
    }
}
