namespace LtoAutoscope.Learning.VirtualSyntheses;

/// <summary>
/// From recipe to powder: a stated model of how lithium titanate might grow, for the virtual study alone. Its shape follows textbook growth laws; its constants are choices that put the powders
/// between about 40 and 400 nm. Nothing in it was measured, and no laboratory's powder need follow it.
/// </summary>
/// <remarks>
/// <para>Nuclei: d₀ = 30 nm · (c / 0.5 mol/L)^0.3 · 10^(−0.05·(pH − 10)): more precursor feeds fewer nuclei, a higher pH makes more of them.</para>
/// <para>Coarsening at temperature (grain-growth law with exponent 3): d³ = d₀³ + K·t·exp(−E/RT), K = 1.5·10¹⁵ nm³/h, E = 190 kJ/mol.</para>
/// <para>Shape: basic solutions grow rods, heat rounds them: A = 1.12 + 1.5·L((pH − 11)/0.5)·exp(−(T − 600 °C)/280), with L the logistic function.</para>
/// <para>Outline: agglomerated nuclei leave rough outlines that sintering smooths: D = 1.03 + 0.27·exp(−(T − 600 °C)/150)·exp(−t/20 h)·(c / 0.8)^0.4, kept below 1.35; root mean square roughness 0.01 + 0.12·(D − 1.03).</para>
/// <para>Spread: ln σg = 0.16 + 0.10·c/1.5 + 0.05·t/16.</para>
/// <para>From batch to batch: the diameter scatters by 4 %, what the aspect ratio exceeds 1 by 8 %, the fractal dimension by 0.008 (standard deviations, seeded).</para>
/// </remarks>
public static class VirtualSynthesis
{
    private const double NucleusNm = 30, GrowthNm3PerH = 1.5e15, ActivationJMol = 190e3, GasConstant = 8.31446261815324;

    /// <summary>The powder without scatter.</summary>
    public static VirtualPowder PowderOf(SynthesisRecipe recipe)
    {
        double nucleus = NucleusNm * Math.Pow(recipe.PrecursorMolPerL / 0.5, 0.3) * Math.Pow(10, -0.05 * (recipe.Ph - 10));
        double kelvin = recipe.TemperatureC + 273.15;
        double diameter = Math.Cbrt(nucleus * nucleus * nucleus + GrowthNm3PerH * recipe.DurationH * Math.Exp(-ActivationJMol / (GasConstant * kelvin)));
        double rods = 1 / (1 + Math.Exp(-(recipe.Ph - 11) / 0.5));
        double aspect = 1.12 + 1.5 * rods * Math.Exp(-(recipe.TemperatureC - 600) / 280);
        double rough = 0.27 * Math.Exp(-(recipe.TemperatureC - 600) / 150) * Math.Exp(-recipe.DurationH / 20) * Math.Pow(recipe.PrecursorMolPerL / 0.8, 0.4);
        double fractal = Math.Min(1.03 + rough, 1.35);
        double deviation = Math.Exp(0.16 + 0.10 * recipe.PrecursorMolPerL / 1.5 + 0.05 * recipe.DurationH / 16);
        return new VirtualPowder(diameter, deviation, aspect, fractal, RoughnessOf(fractal));
    }

    /// <summary>The powder of one batch: the same seed and number give the same scatter, in whatever order they are asked for.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="seed">Of the study.</param>
    /// <param name="batch">Number of the batch.</param>
    public static VirtualPowder BatchOf(SynthesisRecipe recipe, int seed, int batch)
    {
        VirtualPowder powder = PowderOf(recipe);
        var random = new Random(unchecked(seed * 1_000_003 + 7919 * batch + 17));
        double fractal = Math.Clamp(powder.FractalDimension + 0.008 * StandardNormal.Draw(random), 1.01, 1.4);
        return powder with
        {
            MedianDiameterNm = powder.MedianDiameterNm * Math.Exp(0.04 * StandardNormal.Draw(random)),
            AspectRatio = 1 + (powder.AspectRatio - 1) * Math.Exp(0.08 * StandardNormal.Draw(random)),
            FractalDimension = fractal,
            Roughness = RoughnessOf(fractal),
        };
    }

    private static double RoughnessOf(double fractal) => 0.01 + 0.12 * Math.Max(0, fractal - 1.03);
}
