using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>How good predictions of held-out rows are.</summary>
/// <param name="R2">Coefficient of determination.</param>
/// <param name="Rmse">Root mean square error, units of the target.</param>
/// <param name="Mae">Mean absolute error, units of the target.</param>
public sealed record RegressionScores(ScoreInterval R2, ScoreInterval Rmse, ScoreInterval Mae)
{
    /// <summary>Scores with bootstrap intervals: groups of rows are drawn with replacement (B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993), predictions stay as they are.</summary>
    /// <param name="set">The rows.</param>
    /// <param name="predicted">Held-out predictions.</param>
    /// <param name="draws">Bootstrap draws, 100…100,000.</param>
    /// <param name="seed">Of the draws.</param>
    public static RegressionScores Of(TrainingSet set, IReadOnlyList<double> predicted, int draws, int seed)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(predicted);
        int[][] groups = set.Members;
        var random = new Random(seed);
        double[] r2 = new double[draws], rmse = new double[draws], mae = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            List<double> targets = [], predictions = [];
            for (int k = 0; k < groups.Length; k++)
            {
                foreach (int i in groups[random.Next(groups.Length)])
                {
                    targets.Add(set.Targets[i]);
                    predictions.Add(predicted[i]);
                }
            }

            (r2[draw], rmse[draw], mae[draw]) = (CrossValidation.R2(targets, predictions), CrossValidation.Rmse(targets, predictions), CrossValidation.Mae(targets, predictions));
        }

        return new RegressionScores(
            Interval(CrossValidation.R2(set.Targets, predicted), r2), Interval(CrossValidation.Rmse(set.Targets, predicted), rmse), Interval(CrossValidation.Mae(set.Targets, predicted), mae));
    }

    private static ScoreInterval Interval(double value, double[] draws)
    {
        double[] sorted = [.. draws.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? new ScoreInterval(value, double.NaN, double.NaN) : new ScoreInterval(value, sorted[(int)(0.025 * (sorted.Length - 1))], sorted[(int)Math.Ceiling(0.975 * (sorted.Length - 1))]);
    }
}
