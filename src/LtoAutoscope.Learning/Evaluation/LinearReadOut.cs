using LtoAutoscope.Learning.Regression;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Learning.Evaluation;

/// <summary>The linear read-out, such as CE = b₀ + b₁·AR + b₂·D + b₃·R + ε, by ordinary least squares on all rows: to be read by people, beside the regression that predicts.</summary>
/// <param name="Coefficients">The constant first, then the features.</param>
/// <param name="R2">Coefficient of determination on the rows that it was fitted to.</param>
/// <param name="ResidualDeviation">Standard deviation of ε, units of the target.</param>
/// <param name="HeldOutR2">Coefficient of determination on held-out folds, the regression's own folds.</param>
/// <param name="HeldOutRmse">Root mean square error there.</param>
/// <param name="Clustered">Whether standard errors allow for rows of a group that err together.</param>
public sealed record LinearReadOut(IReadOnlyList<LinearCoefficient> Coefficients, double R2, double ResidualDeviation, double HeldOutR2, double HeldOutRmse, bool Clustered)
{
    /// <summary>
    /// Fits. Where groups hold several rows, standard errors are cluster-robust with the usual correction G/(G−1)·(n−1)/(n−k) and G − 1 degrees of freedom
    /// (A. C. Cameron, D. L. Miller, J. Human Resources 50 (2015) 317); else the classical ones.
    /// </summary>
    /// <param name="set">The rows.</param>
    /// <param name="folds">The folds on which it is held out.</param>
    /// <returns>Null where features are collinear, or rows too few.</returns>
    public static LinearReadOut? Of(TrainingSet set, int[] folds)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(folds);
        int n = set.Count, k = set.Features.Count + 1;
        if (n <= k + 1 || Solve(set.Rows, set.Targets) is not { } fit) return null;
        (Vector<double> b, Matrix<double> inverse, double[] centre) = fit;
        double[] residuals = [.. set.Rows.Select((row, i) => set.Targets[i] - Value(b, row, centre))];
        double variance = residuals.Sum(static r => r * r) / (n - k);
        bool clustered = set.Groups is not null && set.GroupCount < n && set.GroupCount > k;
        Matrix<double> covariance = clustered ? Sandwich(set, inverse, residuals, centre, n, k) : variance * inverse;
        double t = StudentT.InvCDF(0, 1, clustered ? set.GroupCount - 1 : n - k, 0.975);
        List<LinearCoefficient> coefficients = [];
        for (int j = 0; j < k; j++)
        {
            // The constant is given at zero of all features, not at their centre.
            Vector<double> of = Vector<double>.Build.Dense(k);
            of[j] = 1;
            if (j == 0) for (int f = 1; f < k; f++) of[f] = -centre[f - 1];
            double value = of * b, error = Math.Sqrt(of * covariance * of);
            double p = error > 0 ? 2 * (1 - StudentT.CDF(0, 1, clustered ? set.GroupCount - 1 : n - k, Math.Abs(value / error))) : double.NaN;
            coefficients.Add(new LinearCoefficient(j == 0 ? "1" : set.Features[j - 1], value, error, value - t * error, value + t * error, p, j == 0 ? double.NaN : Inflation(set.Rows, j - 1)));
        }

        double[] heldOut = HeldOut(set, folds);
        return new LinearReadOut(
            coefficients, CrossValidation.R2(set.Targets, [.. set.Targets.Zip(residuals, static (y, r) => y - r)]), Math.Sqrt(variance), CrossValidation.R2(set.Targets, heldOut), CrossValidation.Rmse(set.Targets, heldOut), clustered);
    }

    private static double[] HeldOut(TrainingSet set, int[] folds)
    {
        var predicted = new double[set.Count];
        foreach (int fold in folds.Distinct())
        {
            TrainingSet seen = set.Subset(Enumerable.Range(0, set.Count).Where(i => folds[i] != fold));
            var fit = Solve(seen.Rows, seen.Targets);
            for (int i = 0; i < set.Count; i++)
                if (folds[i] == fold) predicted[i] = fit is { } f ? Value(f.B, set.Rows[i], f.Centre) : seen.Targets.Average();
        }

        return predicted;
    }

    /// <summary>Features are centred and scaled inside, so that nanometres and pure numbers condition well.</summary>
    private static (Vector<double> B, Matrix<double> Inverse, double[] Centre)? Solve(double[][] rows, double[] targets)
    {
        int n = rows.Length, k = rows[0].Length + 1;
        if (n <= k) return null;
        Standardisation scale = Standardisation.Of(rows);
        Matrix<double> x = Matrix<double>.Build.Dense(n, k, (i, j) => j == 0 ? 1 : (rows[i][j - 1] - scale.Means[j - 1]) / scale.Deviations[j - 1]);
        Matrix<double> normal = x.TransposeThisAndMultiply(x);
        if (normal.ConditionNumber() > 1e10) return null;
        Matrix<double> inverse = normal.Inverse();
        Vector<double> b = inverse * x.TransposeThisAndMultiply(Vector<double>.Build.DenseOfArray(targets));
        Matrix<double> back = Matrix<double>.Build.DenseDiagonal(k, k, j => j == 0 ? 1 : 1 / scale.Deviations[j - 1]);
        return (back * b, back * inverse * back, [.. scale.Means]);
    }

    private static double Value(Vector<double> b, double[] row, double[] centre)
    {
        double sum = b[0];
        for (int f = 0; f < row.Length; f++) sum += b[f + 1] * (row[f] - centre[f]);
        return sum;
    }

    private static Matrix<double> Sandwich(TrainingSet set, Matrix<double> inverse, double[] residuals, double[] centre, int n, int k)
    {
        Matrix<double> meat = Matrix<double>.Build.Dense(k, k);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, n).GroupBy(i => set.Groups![i]))
        {
            Vector<double> score = Vector<double>.Build.Dense(k);
            foreach (int i in group)
                for (int j = 0; j < k; j++) score[j] += residuals[i] * (j == 0 ? 1 : set.Rows[i][j - 1] - centre[j - 1]);
            meat += score.OuterProduct(score);
        }

        double groups = set.GroupCount;
        return groups / (groups - 1) * (n - 1) / (n - k) * inverse * meat * inverse;
    }

    private static double Inflation(double[][] rows, int feature)
    {
        if (rows[0].Length == 1) return 1;
        double[] own = [.. rows.Select(row => row[feature])];
        double[][] others = [.. rows.Select(row => row.Where((_, f) => f != feature).ToArray())];
        if (Solve(others, own) is not { } fit) return double.PositiveInfinity;
        double r2 = CrossValidation.R2(own, [.. others.Select(row => Value(fit.B, row, fit.Centre))]);
        return 1 / Math.Max(1 - r2, 1e-12);
    }
}
