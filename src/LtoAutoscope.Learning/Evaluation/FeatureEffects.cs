using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>Partial dependence and permutation importance of each feature (L. Breiman, Machine Learning 45 (2001) 5).</summary>
internal static class FeatureEffects
{
    private const int Steps = 25;

    /// <param name="set">The rows.</param>
    /// <param name="model">The fit on all rows, for the curves.</param>
    /// <param name="heldOut">Folds; importance comes from fits on the other folds.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <param name="repeats">Permutations a feature.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static IReadOnlyList<FeatureEffect> Of(TrainingSet set, SvrModel model, HeldOutPredictions heldOut, int seed, int repeats, CancellationToken cancellationToken)
    {
        double priorMean = set.Prior?.Average() ?? 0;
        int[] folds = heldOut.Folds;
        SvrFit[] fits = [.. Enumerable.Range(0, folds.Max() + 1).Select(fold =>
        {
            TrainingSet seen = set.Subset(Enumerable.Range(0, set.Count).Where(i => folds[i] != fold));
            return SvrFit.Of(seen.Rows, seen.Fitted, model.Hyperparameters, 1e-3 * (seen.Fitted.Max() - seen.Fitted.Min() + 1e-9), null, cancellationToken);
        })];
        double Error(Func<int, double[]> rowOf) => CrossValidation.Rmse(set.Targets, [.. Enumerable.Range(0, set.Count).Select(i => fits[folds[i]].Predict(rowOf(i)) + (set.Prior?[i] ?? 0))]);
        double plain = Error(i => set.Rows[i]);
        List<FeatureEffect> effects = [];
        for (int feature = 0; feature < set.Features.Count; feature++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int f = feature;
            double[] gains = [.. Enumerable.Range(0, repeats).Select(repeat =>
            {
                int[] order = [.. Enumerable.Range(0, set.Count)];
                new Random(unchecked(seed * 15_485_863 + f * 1009 + repeat)).Shuffle(order);
                return Error(i => With(set.Rows[i], f, set.Rows[order[i]][f])) - plain;
            })];
            double[] sorted = [.. set.Rows.Select(row => row[f]).Order()];
            double low = sorted[(int)(0.02 * (sorted.Length - 1))], high = sorted[(int)Math.Ceiling(0.98 * (sorted.Length - 1))];
            double[] values = [.. Enumerable.Range(0, Steps).Select(step => low + (high - low) * step / (Steps - 1))];
            double[][] curves = [.. values.Select(value => set.Rows.Select(row => model.Predict(With(row, f, value)) + priorMean).Order().ToArray())];
            effects.Add(new FeatureEffect(
                set.Features[f], gains.Average(), repeats > 1 ? MathNet.Numerics.Statistics.Statistics.StandardDeviation(gains) : 0, values, [.. curves.Select(static c => c.Average())],
                [.. curves.Select(static c => c[c.Length / 4])], [.. curves.Select(static c => c[3 * c.Length / 4])]));
        }

        return effects;
    }

    private static double[] With(double[] row, int feature, double value)
    {
        double[] changed = [.. row];
        changed[feature] = value;
        return changed;
    }
}
