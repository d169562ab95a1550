using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Imaging.Confidence;

/// <summary>Weighted logistic regression by Newton's method with a small ridge on the weights, not on the intercept.</summary>
/// <remarks>T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd ed., section 4.4.</remarks>
internal static class LogisticFit
{
    private const int MostSteps = 50;

    /// <summary>Intercept first, then one weight a feature.</summary>
    /// <param name="features">One row an observation.</param>
    /// <param name="outcomes">Whether it came true.</param>
    /// <param name="weights">What each observation counts; their sum is taken as the number of observations.</param>
    /// <param name="ridge">Penalty ½·ridge·|w|².</param>
    internal static double[] Fit(IReadOnlyList<double[]> features, IReadOnlyList<bool> outcomes, IReadOnlyList<double> weights, double ridge)
    {
        int count = features.Count, size = features[0].Length + 1;
        Vector<double> beta = Vector<double>.Build.Dense(size);
        double[] row = new double[size];
        row[0] = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            Matrix<double> hessian = Matrix<double>.Build.Dense(size, size);
            Vector<double> gradient = Vector<double>.Build.Dense(size);
            for (int i = 0; i < count; i++)
            {
                features[i].CopyTo(row, 1);
                double linear = 0;
                for (int j = 0; j < size; j++) linear += beta[j] * row[j];
                double p = PixelCalibration.Sigmoid(linear), residual = weights[i] * ((outcomes[i] ? 1 : 0) - p), curvature = weights[i] * Math.Max(p * (1 - p), 1e-9);
                for (int j = 0; j < size; j++)
                {
                    gradient[j] += residual * row[j];
                    for (int k = 0; k <= j; k++) hessian[j, k] += curvature * row[j] * row[k];
                }
            }

            for (int j = 0; j < size; j++)
            {
                double penalty = j == 0 ? 1e-9 : ridge;
                gradient[j] -= penalty * beta[j];
                hessian[j, j] += penalty;
                for (int k = j + 1; k < size; k++) hessian[j, k] = hessian[k, j];
            }

            Vector<double> move = hessian.Cholesky().Solve(gradient);

            // A step too far is cut: Newton's method alone may leap over the optimum where classes hardly overlap.
            double length = move.L2Norm();
            if (length > 5) move *= 5 / length;
            beta += move;
            if (length < 1e-8) break;
        }

        return [.. beta];
    }
}
