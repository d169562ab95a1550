namespace LtoAutoscope.Learning.Regression;

/// <summary>Predictions for rows by fits that have not seen them, and the search for hyperparameters by them.</summary>
internal static class CrossValidation
{
    /// <summary>One prediction a row, prior included, from the fit on all other folds; features are standardised on those folds alone unless given.</summary>
    internal static double[] HeldOut(
        TrainingSet set, int[] folds, Func<TrainingSet, SvrHyperparameters> choose, double tolerance, Standardisation? standardisation, CancellationToken cancellationToken)
    {
        var predictions = new double[set.Count];
        for (int fold = 0; fold <= folds.Max(); fold++)
        {
            int held = fold;
            TrainingSet seen = set.Subset(Enumerable.Range(0, set.Count).Where(i => folds[i] != held));
            SvrFit fit = SvrFit.Of(seen.Rows, seen.Fitted, choose(seen), tolerance, standardisation, cancellationToken);
            for (int i = 0; i < predictions.Length; i++)
                if (folds[i] == held) predictions[i] = fit.Predict(set.Rows[i]) + (set.Prior is null ? 0 : set.Prior[i]);
        }

        return predictions;
    }

    /// <summary>The candidate with the least root mean square error on held-out folds; the earlier one of equals.</summary>
    internal static SvrHyperparameters Search(
        TrainingSet set, IReadOnlyList<SvrHyperparameters> candidates, int foldCount, int seed, double tolerance, CancellationToken cancellationToken)
    {
        if (candidates.Count == 1) return candidates[0];
        int[] folds = Folds.Grouped(set.Count, set.Groups, Math.Min(foldCount, set.GroupCount), seed);
        var errors = new double[candidates.Count];
        Parallel.For(0, candidates.Count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            double[] predictions = HeldOut(set, folds, _ => candidates[index], tolerance, null, cancellationToken);
            errors[index] = Rmse(set.Targets, predictions);
        });
        return candidates[Array.IndexOf(errors, errors.Min())];
    }

    /// <summary>Root mean square error.</summary>
    internal static double Rmse(IReadOnlyList<double> targets, IReadOnlyList<double> predictions)
    {
        double squares = 0;
        for (int i = 0; i < targets.Count; i++) squares += (targets[i] - predictions[i]) * (targets[i] - predictions[i]);
        return Math.Sqrt(squares / targets.Count);
    }

    /// <summary>Mean absolute error.</summary>
    internal static double Mae(IReadOnlyList<double> targets, IReadOnlyList<double> predictions)
    {
        double sum = 0;
        for (int i = 0; i < targets.Count; i++) sum += Math.Abs(targets[i] - predictions[i]);
        return sum / targets.Count;
    }

    /// <summary>1 − Σ(y − f)² / Σ(y − ȳ)²; NaN where the target does not vary.</summary>
    internal static double R2(IReadOnlyList<double> targets, IReadOnlyList<double> predictions)
    {
        double mean = targets.Average();
        double spread = targets.Sum(y => (y - mean) * (y - mean));
        double rmse = Rmse(targets, predictions);
        return spread > 0 ? 1 - rmse * rmse * targets.Count / spread : double.NaN;
    }
}
