namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// Linear response of a particle's surface to lithium that enters through it, as first-order modes: x_surf = x̄ + Σyₖ + r·g with
/// dyₖ/dt = wₖ·g − λₖ·yₖ, g = dx̄/dt. Weights are numbers, rates and lag are in units of D/ℓ² and ℓ²/D, ℓ a length of the particle.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class DiffusionModes
{
    private const int ExactModes = 10;
    private const double LastMode = 20000;
    private const double GroupGrowth = 1.3;

    /// <summary>Modes from their weights and rates.</summary>
    /// <param name="weights">wₖ, &gt; 0.</param>
    /// <param name="rates">λₖℓ²/D, &gt; 0, as many.</param>
    /// <param name="remainder">r·D/ℓ²: lag of all faster modes, which answers at once; ≥ 0.</param>
    public DiffusionModes(IReadOnlyList<double> weights, IReadOnlyList<double> rates, double remainder)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rates.Count, weights.Count);
        Weights = [.. weights];
        Rates = [.. rates];
        Remainder = remainder;
    }

    /// <summary>
    /// A sphere of radius ℓ. Each root αₖ of tan α = α is a mode of weight 2/3 and rate αₖ² (Crank, The Mathematics of Diffusion, 6.3.4);
    /// the first ten are kept, later ones are grouped over a growing range with their sum of weights and their sum of lags, so that the
    /// response is right from 10⁻⁹ of the diffusion time on. The lags add up to 1/15.
    /// </summary>
    public static DiffusionModes Sphere { get; } = CreateSphere();

    /// <summary>wₖ.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>λₖ in units of D/ℓ².</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>r in units of ℓ²/D.</summary>
    public double Remainder { get; }

    /// <summary>Steady difference of surface and mean for g = 1, in units of ℓ²/D: 1/15 for a sphere.</summary>
    public double Lag => Remainder + Weights.Zip(Rates, (w, rate) => w / rate).Sum();

    /// <summary>The radius of the sphere that lags as a prolate ellipsoid does: the mean of w in −∇²w = 1, w = 0 on the surface, is 1/(5(1/a² + 2/b²)), R²/15 for a sphere.</summary>
    /// <param name="longSemiAxis">a.</param>
    /// <param name="shortSemiAxis">b, same unit.</param>
    public static double LagRadius(double longSemiAxis, double shortSemiAxis)
        => Math.Sqrt(3 / ((1 / (longSemiAxis * longSemiAxis)) + (2 / (shortSemiAxis * shortSemiAxis))));

    private static DiffusionModes CreateSphere()
    {
        List<double> weights = [], rates = [];
        double lag = 1.0 / 15;
        int k = 1;
        for (double size = 1; k < LastMode; size = k <= ExactModes ? 1 : size * GroupGrowth)
        {
            int count = (int)Math.Round(size);
            double sum = 0;
            for (int i = 0; i < count; i++) sum += 1 / Square(Root(k++));
            weights.Add(2.0 / 3 * count);
            rates.Add(count / sum);
            lag -= 2.0 / 3 * sum;
        }

        return new DiffusionModes(weights, rates, Math.Max(0, lag));
    }

    private static double Square(double value) => value * value;

    /// <summary>The k-th positive root of tan α = α.</summary>
    private static double Root(int k)
    {
        double middle = (k + 0.5) * Math.PI, alpha = middle - (1 / middle);
        for (int i = 0; i < 5; i++)
        {
            double f = Math.Sin(alpha) - (alpha * Math.Cos(alpha));
            alpha -= f / (alpha * Math.Sin(alpha));
        }

        return alpha;
    }
}
