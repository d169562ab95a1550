using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Pipeline.Studies;

/// <summary>The syntheses of a study: a Latin hypercube over temperature, pH, concentration and time (McKay, Beckman, Conover, Technometrics 21 (1979) 239), in batches.</summary>
public static class StudyPlan
{
    private const int Dimensions = 4;

    /// <summary>Draws them.</summary>
    public static IReadOnlyList<StudySynthesis> Of(StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int count = options.Syntheses;
        double[][] places = Hypercube(count, new Random(options.Seed));
        var syntheses = new List<StudySynthesis>(count);
        for (int i = 0; i < count; i++)
        {
            int batch = i / options.BatchSize;
            double[] at = places[i];
            SynthesisRecipe recipe = Rounded(SynthesisRecipe.At(at[0], at[1], at[2], at[3]));
            double furnace = options.FurnaceErrorK * StandardNormal.Draw(new Random(unchecked(options.Seed * 7_907 + batch)));
            VirtualPowder powder = VirtualSynthesis.BatchOf(recipe with { TemperatureC = recipe.TemperatureC + furnace }, options.Seed, i);
            syntheses.Add(new StudySynthesis(i + 1, batch + 1, i % options.BatchSize + 1, recipe, powder));
        }

        return syntheses;
    }

    /// <summary>As a person would set it.</summary>
    private static SynthesisRecipe Rounded(SynthesisRecipe recipe)
        => new(Math.Round(recipe.TemperatureC), Math.Round(recipe.Ph, 1), Math.Round(recipe.PrecursorMolPerL, 2), Math.Round(recipe.DurationH, 1));

    private static double[][] Hypercube(int count, Random random)
    {
        double[][] places = [.. Enumerable.Range(0, count).Select(static _ => new double[Dimensions])];
        for (int dimension = 0; dimension < Dimensions; dimension++)
        {
            int[] order = [.. Enumerable.Range(0, count)];
            random.Shuffle(order);
            for (int i = 0; i < count; i++) places[i][dimension] = (order[i] + random.NextDouble()) / count;
        }

        return places;
    }
}
