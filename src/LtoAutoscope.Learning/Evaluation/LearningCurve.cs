using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>How the error falls with the number of rows: a fifth of the groups is held out, the fit sees a growing share of the rest, and that several times over. Hyperparameters are searched on what is seen, up to as many rows as <see cref="RandomisationTest.MostRowsSearched"/>; of more, those of the fit on all rows are taken.</summary>
internal static class LearningCurve
{
    private const double HeldShare = 0.2;
    private static readonly double[] Shares = [0.25, 0.4, 0.55, 0.7, 0.85, 1];

    internal static IReadOnlyList<LearningCurvePoint> Of(TrainingSet set, SvrOptions options, SvrHyperparameters chosen, int repeats, Action<double>? progress, CancellationToken cancellationToken)
    {
        SvrOptions procedure = set.Count <= RandomisationTest.MostRowsSearched ? options : options with { C = chosen.C, Epsilon = chosen.Epsilon, Gamma = chosen.Gamma };
        int[] of = set.Groups ?? [.. Enumerable.Range(0, set.Count)];
        int[] groups = [.. of.Distinct()];
        var errors = Shares.Select(static _ => new List<double>()).ToArray();
        var sizes = Shares.Select(static _ => new List<double>()).ToArray();
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            int[] order = [.. groups];
            new Random(unchecked(options.Seed * 104_729 + repeat)).Shuffle(order);
            int held = Math.Max(1, (int)Math.Round(HeldShare * order.Length));
            HashSet<int> test = [.. order.Take(held)];
            TrainingSet unseen = set.Subset(Enumerable.Range(0, set.Count).Where(i => test.Contains(of[i])));
            for (int s = 0; s < Shares.Length; s++)
            {
                HashSet<int> kept = [.. order.Skip(held).Take((int)Math.Round(Shares[s] * (order.Length - held)))];
                TrainingSet seen = set.Subset(Enumerable.Range(0, set.Count).Where(i => kept.Contains(of[i])));
                if (seen.Count < SvrTraining.MinimumRows || seen.GroupCount < 3 || seen.Fitted.Distinct().Count() < 2) continue;
                SvrHyperparameters parameters = SvrTraining.Choose(seen, procedure, cancellationToken);
                SvrFit fit = SvrFit.Of(seen.Rows, seen.Fitted, parameters, 1e-3 * (seen.Fitted.Max() - seen.Fitted.Min()), null, cancellationToken);
                errors[s].Add(CrossValidation.Rmse(unseen.Targets, [.. unseen.Rows.Select((row, i) => fit.Predict(row) + (unseen.Prior is null ? 0 : unseen.Prior[i]))]));
                sizes[s].Add(seen.Count);
            }

            progress?.Invoke((repeat + 1.0) / repeats);
        }

        return [.. Enumerable.Range(0, Shares.Length).Where(s => errors[s].Count > 1).Select(s => new LearningCurvePoint(sizes[s].Average(), errors[s].Average(), MathNet.Numerics.Statistics.Statistics.StandardDeviation(errors[s])))];
    }
}
