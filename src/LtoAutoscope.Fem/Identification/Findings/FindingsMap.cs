namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>CE1 over diffusivity and a side reaction's strength at one rate, for the shapes that the claims are about.</summary>
/// <param name="RatePerHour">C-rate.</param>
/// <param name="Diffusivities">m²/s, ascending.</param>
/// <param name="Sides">Surface charge, C/m², or film rate, m/s, ascending.</param>
/// <param name="Values">CE1 by shape: [diffusivity, side]; NaN where the model cannot be solved.</param>
internal sealed record FindingsMap(double RatePerHour, double[] Diffusivities, double[] Sides, IReadOnlyDictionary<FindingsShape, double[,]> Values)
{
    /// <summary>Difference of two shapes' CE1 in percentage points.</summary>
    internal double[,] Difference(FindingsShape first, FindingsShape second)
    {
        var difference = new double[Diffusivities.Length, Sides.Length];
        for (int i = 0; i < Diffusivities.Length; i++)
        {
            for (int j = 0; j < Sides.Length; j++) difference[i, j] = 100 * (Values[first][i, j] - Values[second][i, j]);
        }

        return difference;
    }

    /// <summary>For each diffusivity the side strength at which a difference passes a level, by interpolation of the logarithm; NaN where it does not.</summary>
    internal IEnumerable<(double X, double Y)> Contour(double[,] difference, double level)
    {
        for (int i = 0; i < Diffusivities.Length; i++)
        {
            double at = double.NaN;
            for (int j = 1; j < Sides.Length; j++)
            {
                double a = difference[i, j - 1] - level, b = difference[i, j] - level;
                if (double.IsNaN(a) || double.IsNaN(b) || a * b > 0 || a == b) continue;
                at = Sides[j - 1] * Math.Pow(Sides[j] / Sides[j - 1], a / (a - b));
                break;
            }

            yield return (Diffusivities[i], at);
        }
    }

    /// <summary>For each side strength the diffusivity at which a difference passes a level.</summary>
    internal IEnumerable<(double X, double Y)> ContourAlongDiffusivity(double[,] difference, double level)
    {
        for (int j = 0; j < Sides.Length; j++)
        {
            double at = double.NaN;
            // From fast diffusion downwards: the first passage is the physical limit.
            for (int i = Diffusivities.Length - 1; i > 0; i--)
            {
                double a = difference[i - 1, j] - level, b = difference[i, j] - level;
                if (double.IsNaN(a) || double.IsNaN(b) || a * b > 0 || a == b) continue;
                at = Diffusivities[i - 1] * Math.Pow(Diffusivities[i] / Diffusivities[i - 1], a / (a - b));
                break;
            }

            yield return (at, Sides[j]);
        }
    }
}
