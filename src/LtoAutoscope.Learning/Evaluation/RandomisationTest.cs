using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>What the same procedure reaches on targets dealt out at random: whether the scores could be chance (y-randomisation; C. Rücker et al., J. Chem. Inf. Model. 47 (2007) 2345).</summary>
/// <param name="R2">R² of each permutation on its held-out rows; of the way of dealing that gives the larger p.</param>
/// <param name="PValue">(1 + permutations at least as good as the real targets) / (1 + permutations).</param>
public sealed record RandomisationTest(IReadOnlyList<double> R2, double PValue)
{
    /// <summary>More rows than this keep the hyperparameters of the real targets.</summary>
    internal const int MostRowsSearched = 300;

    /// <summary>
    /// Deals out targets, the prior with its target. Targets of a group err together, so each group gets those of one other group: as they are where both are of one size, a random part of a larger group's, those of a smaller
    /// one several times over. Groups of one size make that exact. Where they are not, either way of dealing can make p too small: single rows break up groups that err together (of 400 sets without any law in ten groups of
    /// two to six rows p fell to 0.05 or below in 13 of 100), and the copies that a large group gets from a single row are harder to learn than its own targets. Both ways are then tried, and the larger p is told.
    /// </summary>
    /// <param name="set">The rows.</param>
    /// <param name="options">The procedure.</param>
    /// <param name="realR2">R² on the real targets.</param>
    /// <param name="chosen">Hyperparameters for many rows.</param>
    /// <param name="permutations">How many, ≥ 1; of each way of dealing.</param>
    /// <param name="progress">Told the share done; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static RandomisationTest Of(
        TrainingSet set, SvrOptions options, double realR2, SvrHyperparameters chosen, int permutations, Action<double>? progress, CancellationToken cancellationToken)
    {
        SvrOptions procedure = set.Count <= MostRowsSearched ? options : options with { C = chosen.C, Epsilon = chosen.Epsilon, Gamma = chosen.Gamma };
        bool unequal = set.Members.Select(static group => group.Length).Distinct().Count() > 1;
        RandomisationTest byGroup = Of(set, procedure, realR2, permutations, Order, share => progress?.Invoke(unequal ? share / 2 : share), cancellationToken);
        if (!unequal) return byGroup;
        RandomisationTest byRow = Of(set, procedure, realR2, permutations, static (rows, random) => RowOrder(rows.Count, random), share => progress?.Invoke((1 + share) / 2), cancellationToken);
        return byRow.PValue > byGroup.PValue ? byRow : byGroup;
    }

    private static RandomisationTest Of(
        TrainingSet set, SvrOptions procedure, double realR2, int permutations, Func<TrainingSet, Random, int[]> deal, Action<double> progress, CancellationToken cancellationToken)
    {
        var scores = new double[permutations];
        for (int p = 0; p < permutations; p++)
        {
            int[] order = deal(set, new Random(unchecked(procedure.Seed * 7_919 + p)));
            TrainingSet shuffled = set with { Targets = [.. order.Select(i => set.Targets[i])], Prior = set.Prior is null ? null : [.. order.Select(i => set.Prior[i])] };
            // The prior goes with its target, so the question is whether the rest can be learnt from the features.
            double[] predicted = SvrTraining.HeldOut(shuffled, procedure, cancellationToken).Predicted;
            scores[p] = CrossValidation.R2(shuffled.Targets, predicted);
            progress((p + 1.0) / permutations);
        }

        return new RandomisationTest(scores, (1.0 + scores.Count(score => !(score < realR2))) / (1 + permutations));
    }

    private static int[] RowOrder(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }

    /// <summary>For each row the row whose target it gets.</summary>
    internal static int[] Order(TrainingSet set, Random random)
    {
        int[][] groups = set.Members, dealt = [.. groups];
        random.Shuffle(dealt);
        int[] order = new int[set.Count];
        for (int g = 0; g < groups.Length; g++)
        {
            int[] from = [.. dealt[g]];
            if (from.Length != groups[g].Length) random.Shuffle(from);
            for (int k = 0; k < groups[g].Length; k++) order[groups[g][k]] = from[k % from.Length];
        }

        return order;
    }
}
