using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// Negative logarithm of the likelihood of standardised values, the constant mean profiled out (so the gradient by the kernel's parameters holds at its best value), plus weak priors that keep few points from
/// claiming too much. Parameters are logarithms: signal variance, lengthscales, nugget.
/// </summary>
/// <remarks>Priors: ln σ² ~ N(0, 1), ln ℓ ~ N(ln(0.5·√d), 1), ln nugget ~ N(ln 1e-3, 2.5²). Rasmussen and Williams (2006), equations 2.30, 5.8 and 5.9.</remarks>
internal sealed class MarginalLikelihood(double[][] rows, double[] values, double[] variances, bool[] categorical)
{
    private const double NuggetCentre = -6.907755278982137, NuggetWidth = 2.5, Jitter = 1e-9;
    private readonly int _dimensions = categorical.Length;

    public int Count => _dimensions + 2;

    public double[] Lower => [Math.Log(0.02), .. Enumerable.Repeat(Math.Log(0.03), _dimensions), Math.Log(1e-7)];

    public double[] Upper => [Math.Log(50), .. Enumerable.Repeat(Math.Log(30), _dimensions), Math.Log(2)];

    public double[] Centre => [0, .. Enumerable.Repeat(Math.Log(0.5 * Math.Sqrt(_dimensions)), _dimensions), NuggetCentre];

    public static Cholesky<double> Factor(Matrix<double> covariance)
    {
        double jitter = 0, size = covariance.Diagonal().Average();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return covariance.Cholesky();
            }
            catch (ArgumentException) when (attempt < 6)
            {
                // Rounding made it indefinite: two points lie on each other, nearly.
                double more = Jitter * Math.Pow(10, attempt) * size - jitter;
                jitter += more;
                for (int i = 0; i < covariance.RowCount; i++) covariance[i, i] += more;
            }
        }
    }

    /// <summary>The value, and its gradient into the span where there is one.</summary>
    public double Value(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        int n = rows.Length, d = _dimensions;
        double signal = Math.Exp(logs[0]), nugget = Math.Exp(logs[d + 1]);
        double[] inverse = new double[d];
        for (int k = 0; k < d; k++) inverse[k] = Math.Exp(-logs[k + 1]);
        Matrix<double> covariance = Matrix<double>.Build.Dense(n, n);
        for (int i = 0; i < n; i++)
        {
            covariance[i, i] = signal + nugget + variances[i] + Jitter * signal;
            for (int j = 0; j < i; j++) covariance[i, j] = covariance[j, i] = signal * Matern52.Of(rows[i], rows[j], inverse, categorical);
        }

        Cholesky<double> factor = Factor(covariance);
        Vector<double> ones = Vector<double>.Build.Dense(n, 1), y = Vector<double>.Build.Dense(values);
        Vector<double> solvedOnes = factor.Solve(ones);
        double mean = solvedOnes.DotProduct(y) / solvedOnes.Sum();
        Vector<double> residual = y - mean, alpha = factor.Solve(residual);
        double value = 0.5 * residual.DotProduct(alpha) + 0.5 * factor.DeterminantLn + 0.5 * n * Math.Log(2 * Math.PI);
        double[] centre = Centre;
        for (int k = 0; k < Count; k++) value += 0.5 * Math.Pow((logs[k] - centre[k]) / WidthOf(k), 2);
        if (gradient.IsEmpty) return value;

        Matrix<double> precision = factor.Solve(Matrix<double>.Build.DenseIdentity(n));
        gradient.Clear();
        Span<double> squares = stackalloc double[d];
        for (int i = 0; i < n; i++)
        {
            double own = alpha[i] * alpha[i] - precision[i, i];
            gradient[0] -= 0.5 * own * signal;
            gradient[d + 1] -= 0.5 * own * nugget;
            for (int j = 0; j < i; j++)
            {
                double weight = alpha[i] * alpha[j] - precision[i, j], distance = 0;
                for (int k = 0; k < d; k++)
                {
                    double step = Matern52.Difference(rows[i][k], rows[j][k], categorical[k]) * inverse[k];
                    squares[k] = step * step;
                    distance += squares[k];
                }

                gradient[0] -= weight * covariance[i, j];
                double slope = weight * signal * Matern52.Slope(distance);
                for (int k = 0; k < d; k++) gradient[k + 1] -= slope * squares[k];
            }
        }

        for (int k = 0; k < Count; k++) gradient[k] += (logs[k] - centre[k]) / (WidthOf(k) * WidthOf(k));
        return value;
    }

    private double WidthOf(int parameter) => parameter == _dimensions + 1 ? NuggetWidth : 1;
}
