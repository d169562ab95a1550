using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Responses;

/// <summary>
/// A model's fit repeated on the training rows with a fifth of them left out at a time, at the model's own C, ε and γ: predictions for rows that the fit had not seen, and how far the fits differ elsewhere.
/// </summary>
/// <remarks>Thread safety: immutable. The figures are a little better than those on the model's card, whose search for C, ε and γ was repeated inside each fold too.</remarks>
public sealed class HeldOutFit
{
    private const int FoldCount = 5, Seed = 1;
    private const double Tolerance = 1e-3;
    private readonly SvrFit[] _fits;

    private HeldOutFit(SvrFit[] fits, double[] predicted, double[] targets)
    {
        _fits = fits;
        Predicted = predicted;
        Targets = targets;
        Rmse = CrossValidation.Rmse(targets, predicted);
        R2 = CrossValidation.R2(targets, predicted);
    }

    /// <summary>One prediction a row, by the fit that had not seen it.</summary>
    public IReadOnlyList<double> Predicted { get; }

    /// <summary>What was to be predicted.</summary>
    public IReadOnlyList<double> Targets { get; }

    /// <summary>Root mean square error of <see cref="Predicted"/>.</summary>
    public double Rmse { get; }

    /// <summary>Coefficient of determination of <see cref="Predicted"/>; NaN where the target does not vary.</summary>
    public double R2 { get; }

    /// <summary>Share of rows within ±1.96 of <paramref name="error"/>: near 0.95 where that error is honest and the residuals are about normal.</summary>
    /// <param name="error">A root mean square error, &gt; 0.</param>
    public double Coverage(double error) => Predicted.Zip(Targets).Count(pair => Math.Abs(pair.First - pair.Second) <= 1.959964 * error) / (double)Targets.Count;

    /// <summary>Fits.</summary>
    /// <param name="model">Gives C, ε and γ.</param>
    /// <param name="rows">Its training rows, not standardised, at least 10.</param>
    /// <param name="targets">One a row.</param>
    /// <param name="groups">Rows of the same number are held out together; null where each stands alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static HeldOutFit Of(SvrModel model, IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, int[]? groups = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Count, SvrTraining.MinimumRows);
        int foldCount = groups is null ? FoldCount : Math.Clamp(groups.Distinct().Count(), 2, FoldCount);
        int[] folds = Folds.Grouped(rows.Count, groups, foldCount, Seed);
        double mean = targets.Average(), deviation = Math.Sqrt(targets.Average(y => (y - mean) * (y - mean)));
        var fits = new SvrFit[foldCount];
        Parallel.For(0, foldCount, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2) }, fold =>
            fits[fold] = SvrFit.Of(
                [.. rows.Where((_, i) => folds[i] != fold)], [.. targets.Where((_, i) => folds[i] != fold)], model.Hyperparameters, Math.Max(Tolerance * deviation, 1e-12), null, cancellationToken));
        return new HeldOutFit(fits, [.. rows.Select((row, i) => fits[folds[i]].Predict(row))], [.. targets]);
    }

    /// <summary>Standard deviation of the fits' predictions at a point: how much it depends on which rows were seen.</summary>
    public double SpreadAt(double[] features)
    {
        double[] values = [.. _fits.Select(fit => fit.Predict(features))];
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
