using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Responses;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>Trains a regression and evaluates it. Where a physical prediction is given, the regression is made with and without it, and the better one by the same folds is kept.</summary>
public static class RegressionEvaluator
{
    /// <summary>Trains, evaluates and keeps the better one.</summary>
    /// <param name="set">The rows; with a prior both ways are tried.</param>
    /// <param name="options">How to train.</param>
    /// <param name="spend">How much to spend on the evaluation.</param>
    /// <param name="names">Names of the rows, or null.</param>
    /// <param name="progress">Told the share done and what is done now; may be null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There are too few rows, the target does not vary, or an option is out of range.</exception>
    public static EvaluatedRegression Evaluate(
        TrainingSet set, SvrOptions options, EvaluationOptions spend, IReadOnlyList<string>? names = null, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(spend);
        progress?.Report((0, "nested cross-validation"));
        HeldOutPredictions heldOut = SvrTraining.HeldOut(set.WithoutPrior(), options, cancellationToken);
        PriorComparison? prior = null;
        TrainingSet kept = set.WithoutPrior();
        if (set.Prior is not null)
        {
            HeldOutPredictions residual = SvrTraining.HeldOut(set, options, cancellationToken);
            prior = Compare(set, heldOut, residual, spend.Bootstraps, options.Seed);
            if (prior.Better == Residual) (kept, heldOut) = (set, residual);
        }

        progress?.Report((0.15, "the fit on all rows"));
        SvrModel model = SvrTraining.Train(kept, options, heldOut, cancellationToken);
        double r2 = CrossValidation.R2(kept.Targets, heldOut.Predicted);
        RandomisationTest? randomisation = spend.Permutations == 0 ? null : RandomisationTest.Of(
            kept, options, r2, model.Hyperparameters, spend.Permutations, share => progress?.Report((0.2 + 0.5 * share, "targets dealt out at random")), cancellationToken);
        IReadOnlyList<LearningCurvePoint> curve = spend.CurveRepeats == 0 ? [] : LearningCurve.Of(
            kept, options, model.Hyperparameters, spend.CurveRepeats, share => progress?.Report((0.7 + 0.2 * share, "learning curve")), cancellationToken);
        progress?.Report((0.9, "what each feature does"));
        bool[] inDomain = Supported(kept, heldOut.Folds);
        double[] outside = [.. Enumerable.Range(0, kept.Count).Where(i => !inDomain[i]).Select(i => kept.Targets[i] - heldOut.Predicted[i])];
        var evaluation = new RegressionEvaluation
        {
            Target = kept.Target, Features = kept.Features, Rows = kept.Count, Groups = kept.GroupCount, MeasuredOn = heldOut.Words,
            Scores = RegressionScores.Of(kept, heldOut.Predicted, spend.Bootstraps, options.Seed),
            HalfWidth95 = model.HalfWidth95, Coverage95 = Coverage(kept, heldOut, 0.95),
            InDomainShare = inDomain.Count(static holds => holds) / (double)kept.Count, RmseOutside = outside.Length == 0 ? double.NaN : Math.Sqrt(outside.Average(static e => e * e)),
            HeldOut = [.. Enumerable.Range(0, kept.Count).Select(i => new HeldOutRow(names is null ? "" : names[i], kept.Targets[i], heldOut.Predicted[i], heldOut.Folds[i], inDomain[i]))],
            Randomisation = randomisation, LearningCurve = curve,
            Effects = FeatureEffects.Of(kept, model, heldOut, options.Seed, spend.ImportanceRepeats, cancellationToken),
            Linear = LinearReadOut.Of(kept.WithoutPrior().WithFeatures(spend.LinearFeatures ?? kept.Features), heldOut.Folds), Prior = prior,
        };
        progress?.Report((1, "done"));
        return new EvaluatedRegression(model, evaluation, kept);
    }

    private const string Residual = "residual", Plain = "plain";

    private static PriorComparison Compare(TrainingSet set, HeldOutPredictions plain, HeldOutPredictions residual, int draws, int seed)
    {
        double[] prior = set.Prior!;
        double difference = CrossValidation.Rmse(set.Targets, plain.Predicted) - CrossValidation.Rmse(set.Targets, residual.Predicted);
        int[][] groups = set.Members;
        var random = new Random(seed);
        double[] differences = [.. Enumerable.Range(0, draws).Select(_ =>
        {
            int[] drawn = [.. Enumerable.Range(0, groups.Length).SelectMany(_ => groups[random.Next(groups.Length)])];
            double[] targets = [.. drawn.Select(i => set.Targets[i])];
            return CrossValidation.Rmse(targets, [.. drawn.Select(i => plain.Predicted[i])]) - CrossValidation.Rmse(targets, [.. drawn.Select(i => residual.Predicted[i])]);
        }).Order()];
        (double low, double high) = (differences[(int)(0.025 * (draws - 1))], differences[(int)Math.Ceiling(0.975 * (draws - 1))]);
        return new PriorComparison(
            set.PriorName, RegressionScores.Of(set, plain.Predicted, draws, seed), RegressionScores.Of(set, residual.Predicted, draws, seed), RegressionScores.Of(set, prior, draws, seed),
            new ScoreInterval(difference, low, high), difference > 0 ? Residual : Plain, low > 0 || high < 0);
    }

    /// <summary>Intervals of each fold from the errors of the other folds alone, so that no row takes part in its own.</summary>
    private static double Coverage(TrainingSet set, HeldOutPredictions heldOut, double coverage)
    {
        int covered = 0;
        foreach (int fold in heldOut.Folds.Distinct())
        {
            int[] others = [.. Enumerable.Range(0, set.Count).Where(i => heldOut.Folds[i] != fold)];
            double half = ConformalInterval.HalfWidth([.. others.Select(i => set.Targets[i])], [.. others.Select(i => heldOut.Predicted[i])], coverage);
            if (double.IsNaN(half)) return double.NaN;
            covered += Enumerable.Range(0, set.Count).Count(i => heldOut.Folds[i] == fold && Math.Abs(set.Targets[i] - heldOut.Predicted[i]) <= half);
        }

        return covered / (double)set.Count;
    }

    private static bool[] Supported(TrainingSet set, int[] folds)
    {
        var holds = new bool[set.Count];
        foreach (int fold in folds.Distinct())
        {
            double[][] seen = [.. Enumerable.Range(0, set.Count).Where(i => folds[i] != fold).Select(i => set.Rows[i])];
            var support = new DataSupport(Standardisation.Of(seen), seen);
            for (int i = 0; i < set.Count; i++)
                if (folds[i] == fold) holds[i] = support.Holds(set.Rows[i]);
        }

        return holds;
    }
}
