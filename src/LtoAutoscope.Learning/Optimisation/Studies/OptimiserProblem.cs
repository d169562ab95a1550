using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Learning.VirtualCells;
using LtoAutoscope.Learning.VirtualSyntheses;

namespace LtoAutoscope.Learning.Optimisation.Studies;

/// <summary>A function whose greatest value is known, to compare optimisers on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Space">Where it is defined.</param>
/// <param name="Truth">Its value without noise; more is better.</param>
/// <param name="Best">Its greatest value.</param>
/// <param name="Repeats">Cells a synthesis; their mean counts, and the noise is taken from them.</param>
/// <param name="Budget">Syntheses.</param>
/// <param name="Batch">Syntheses that are chosen at once.</param>
public sealed record OptimiserProblem(string Name, SearchSpace Space, Func<IReadOnlyList<double>, double> Truth, double Best, int Repeats, int Budget, int Batch)
{
    /// <summary>Relative standard deviation of a virtual cell's capacity.</summary>
    public const double CapacityNoise = 0.005;

    /// <summary>C-rate at which the virtual study's capacity counts, 1/h.</summary>
    public const double CapacityRatePerHour = 5;

    /// <summary>What a cell measures: of a point, with a seed, the number of the synthesis and that of the cell. Null takes the truth.</summary>
    public Func<IReadOnlyList<double>, int, int, int, double>? Cell { get; init; }

    /// <summary>Name for people.</summary>
    public string Title { get; init; } = Name;

    /// <summary>All of the study.</summary>
    public static IReadOnlyList<OptimiserProblem> All { get; } = [Branin(), Hartmann6(), VirtualLto()];

    /// <summary>Branin's function, negated: two parameters, three equal peaks of −0.397887 (Dixon and Szegő 1978).</summary>
    public static OptimiserProblem Branin() => new(
        "branin", new SearchSpace([new SpaceParameter("x1", ParameterKind.Continuous) { Low = -5, High = 10 }, new SpaceParameter("x2", ParameterKind.Continuous) { Low = 0, High = 15 }]),
        x => -(Math.Pow(x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6, 2) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10), -0.39788735772973816, 1, 30, 1)
    {
        Title = "Branin, 2 parameters",
    };

    /// <summary>Hartmann's function of six parameters, negated to a peak of 3.32237 (Dixon and Szegő 1978).</summary>
    public static OptimiserProblem Hartmann6()
    {
        double[] alpha = [1.0, 1.2, 3.0, 3.2];
        double[][] a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] p = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991], [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]];
        return new OptimiserProblem(
            "hartmann6", new SearchSpace([.. Enumerable.Range(1, 6).Select(i => new SpaceParameter($"x{i}", ParameterKind.Continuous) { Low = 0, High = 1 })]),
            x => Enumerable.Range(0, 4).Sum(i => alpha[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[i][j] * Math.Pow(x[j] - p[i][j], 2)))), 3.322368011415515, 1, 60, 1)
        {
            Title = "Hartmann, 6 parameters",
        };
    }

    /// <summary>
    /// The virtual study's recipes: the HyperScore of V = CE₁ · capacity at 5 C / theoretical capacity of the powder that a recipe gives (<see cref="VirtualSynthesis"/>, <see cref="VirtualCellStudy"/>; the capacity falls
    /// short by the diffusion gradient Δx = (C/3600)·R²/(15·D)), with scatter from batch to batch, three noisy cells a synthesis, batches of four, and a furnace that may not be run hot and long. Coarse powders lose to
    /// diffusion and fine ones to the side reaction, so the best lies between.
    /// </summary>
    public static OptimiserProblem VirtualLto()
    {
        SpaceParameter[] parameters =
        [
            new("temperature_C", ParameterKind.Continuous) { Unit = "°C", Low = SynthesisRecipe.TemperatureRangeC.Low, High = SynthesisRecipe.TemperatureRangeC.High, Step = 5 },
            new("ph", ParameterKind.Continuous) { Low = SynthesisRecipe.PhRange.Low, High = SynthesisRecipe.PhRange.High, Step = 0.1 },
            new("precursor_mol_per_l", ParameterKind.Continuous) { Unit = "mol/L", Low = SynthesisRecipe.PrecursorRangeMolPerL.Low, High = SynthesisRecipe.PrecursorRangeMolPerL.High, Step = 0.05 },
            new("duration_h", ParameterKind.Continuous) { Unit = "h", Low = SynthesisRecipe.DurationRangeH.Low, High = SynthesisRecipe.DurationRangeH.High, Step = 0.5 },
        ];
        var space = new SearchSpace(parameters, [SearchSpace.Constraint(parameters, "temperature_C + 10*duration_h <= 950")]);
        double Truth(IReadOnlyList<double> x) => Score(VirtualSynthesis.PowderOf(Recipe(x)), 0, 0);
        return new OptimiserProblem("virtual-lto", space, Truth, BestOf(space, Truth), 3, 40, 4)
        {
            Title = "Virtual LTO study, 4 parameters, noisy cells",
            Cell = (x, seed, number, cell) =>
            {
                var random = new Random(unchecked(seed * 1_000_003 + number * 7919 + cell * 104_729 + 5));
                return Score(VirtualSynthesis.BatchOf(Recipe(x), seed, number), VirtualCellStudy.NoiseDeviation * StandardNormal.Draw(random), CapacityNoise * StandardNormal.Draw(random));
            },
        };
    }

    /// <summary>The score of a powder's cell, with what the cell adds to its efficiency and, as a share, to its capacity.</summary>
    private static double Score(VirtualPowder powder, double efficiencyNoise, double capacityNoise)
    {
        var material = new Material { Name = "lto" };
        double efficiency = VirtualCellStudy.Efficiency(powder.MeanDiameterNm, powder.AspectRatio, powder.FractalDimension, material);
        double gradient = CapacityRatePerHour / 3600 * Math.Pow(VirtualCellStudy.EquivalentRadius(powder.MeanDiameterNm, powder.AspectRatio), 2) / (15 * material.DiffusivityM2S);
        double capacity = material.TheoreticalCapacityMAhG * Math.Max(0, 1 - gradient) * (1 + capacityNoise);
        return new HyperScore().Of(SampleScore.ValueOf(ScoreValue.EfficiencyTimesCapacity, efficiency + efficiencyNoise, capacity, material.TheoreticalCapacityMAhG)!.Value);
    }

    private static SynthesisRecipe Recipe(IReadOnlyList<double> x) => new(x[0], x[1], x[2], x[3]);

    /// <summary>The greatest value on the steps that can be set: many evenly spread points, and steps of one from the best of them until none is better.</summary>
    private static double BestOf(SearchSpace space, Func<IReadOnlyList<double>, double> truth)
    {
        double[][] starts = [.. SpaceSampler.Feasible(space, 4000, 1).OrderByDescending(point => truth(point)).Take(8)];
        return starts.Max(start =>
        {
            double[] at = start;
            for (bool isBetter = true; isBetter;)
            {
                isBetter = false;
                // Moves of two coordinates at a time go along a constraint.
                foreach (double[] next in Neighbours(space, at))
                    if (space.IsFeasible(next) && truth(next) > truth(at)) (at, isBetter) = (next, true);
            }

            return truth(at);
        });
    }

    private static IEnumerable<double[]> Neighbours(SearchSpace space, double[] at)
    {
        int n = at.Length;
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++)
                foreach (int a in new[] { -2, -1, 1, 2 })
                    foreach (int b in new[] { -2, -1, 0, 1, 2 })
                    {
                        double[] next = [.. at];
                        next[i] += a * space.Parameters[i].Step;
                        if (j != i) next[j] += b * space.Parameters[j].Step;
                        if (Enumerable.Range(0, n).All(k => next[k] >= space.Parameters[k].Low - 1e-9 && next[k] <= space.Parameters[k].High + 1e-9)) yield return next;
                    }
    }
}
