using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// A Gaussian process with a constant mean, a Matérn 5/2 kernel with a lengthscale a coordinate, a known variance a row and a fitted nugget. The uncertainty of the mean is part of its predictions
/// (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, equations 2.23–2.26 and 2.42).
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class GaussianProcess
{
    private readonly double[][] _rows;
    private readonly double[] _values, _variances, _inverse, _alpha, _solvedOnes;
    private readonly double[] _lower;
    private readonly bool[] _categorical;
    private readonly double _onesPrecision;

    private GaussianProcess(double[][] rows, double[] values, double[] variances, bool[] categorical, KernelParameters parameters, double logLikelihood)
    {
        (_rows, _values, _variances, _categorical, Parameters, LogLikelihood) = (rows, values, variances, categorical, parameters, logLikelihood);
        int n = rows.Length;
        _inverse = [.. parameters.Lengthscales.Select(length => 1 / length)];
        Matrix<double> covariance = Matrix<double>.Build.Dense(n, n);
        for (int i = 0; i < n; i++)
        {
            covariance[i, i] = parameters.SignalVariance * (1 + 1e-9) + parameters.Nugget + variances[i];
            for (int j = 0; j < i; j++) covariance[i, j] = covariance[j, i] = parameters.SignalVariance * Matern52.Of(rows[i], rows[j], _inverse, categorical);
        }

        Cholesky<double> factor = MarginalLikelihood.Factor(covariance);
        Vector<double> solvedOnes = factor.Solve(Vector<double>.Build.Dense(n, 1)), y = Vector<double>.Build.Dense(values);
        _onesPrecision = solvedOnes.Sum();
        Mean = solvedOnes.DotProduct(y) / _onesPrecision;
        _solvedOnes = solvedOnes.ToArray();
        _alpha = factor.Solve(y - Mean).ToArray();
        Matrix<double> triangle = factor.Factor;
        _lower = new double[n * (n + 1) / 2];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j <= i; j++) _lower[at++] = triangle[i, j];
    }

    /// <summary>The parameters, in the objective's unit.</summary>
    public KernelParameters Parameters { get; }

    /// <summary>The constant mean.</summary>
    public double Mean { get; }

    /// <summary>Logarithm of the likelihood of the standardised values with the priors' densities up to a constant; NaN where the parameters were given.</summary>
    public double LogLikelihood { get; }

    /// <summary>Rows behind it.</summary>
    public int Count => _rows.Length;

    /// <summary>Makes one with parameters that are known.</summary>
    /// <param name="rows">Encoded points, at least one.</param>
    /// <param name="values">One a row.</param>
    /// <param name="variances">Known variance of each value (of a mean over repeats: its square error), ≥ 0.</param>
    /// <param name="categorical">Which coordinates are words.</param>
    /// <param name="parameters">In the unit of the values.</param>
    public static GaussianProcess Of(IReadOnlyList<double[]> rows, IReadOnlyList<double> values, IReadOnlyList<double> variances, IReadOnlyList<bool> categorical, KernelParameters parameters)
    {
        Check(rows, values, variances, categorical);
        return new GaussianProcess([.. rows], [.. values], [.. variances], [.. categorical], parameters, double.NaN);
    }

    /// <summary>Finds the parameters under which the values are most likely, from several starts, and makes one with them.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    /// <param name="options">How they are found.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static GaussianProcess Fit(
        IReadOnlyList<double[]> rows, IReadOnlyList<double> values, IReadOnlyList<double> variances, IReadOnlyList<bool> categorical, GaussianProcessOptions options, CancellationToken cancellationToken = default)
    {
        Check(rows, values, variances, categorical);
        ArgumentNullException.ThrowIfNull(options);
        double centre = values.Average(), spread = Math.Sqrt(values.Sum(value => (value - centre) * (value - centre)) / values.Count);
        if (!(spread > 1e-12 * (1 + Math.Abs(centre)))) spread = 1;
        double square = spread * spread;
        var likelihood = new MarginalLikelihood([.. rows], [.. values.Select(value => (value - centre) / spread)], [.. variances.Select(variance => variance / square)], [.. categorical]);
        double[] lower = likelihood.Lower, upper = likelihood.Upper;
        var random = new Random(options.Seed);
        (double[] At, double Value) best = default;
        for (int start = 0; start < Math.Max(1, options.Starts); start++)
        {
            double[] from = likelihood.Centre;
            if (start == 0 && options.Warm is { } warm && warm.Lengthscales.Count == categorical.Count)
                from = [Math.Log(warm.SignalVariance / square), .. warm.Lengthscales.Select(length => Math.Log(length)), Math.Log(Math.Max(1e-7, warm.Nugget / square))];
            else if (start > 0)
                from = [.. from.Select((value, k) => value + (k == from.Length - 1 ? 4 : 2) * (random.NextDouble() - 0.6))];
            (double[] At, double Value) found = BoundedDescent.Minimise(likelihood.Value, from, lower, upper, options.Steps, cancellationToken);
            if (best.At is null || found.Value < best.Value) best = found;
        }

        var parameters = new KernelParameters(square * Math.Exp(best.At![0]), [.. best.At![1..^1].Select(log => Math.Exp(log))], square * Math.Exp(best.At[^1]));
        return new GaussianProcess([.. rows], [.. values], [.. variances], [.. categorical], parameters, -best.Value);
    }

    /// <summary>The same process with one row more; the parameters stay.</summary>
    /// <param name="row">An encoded point.</param>
    /// <param name="value">Its value.</param>
    /// <param name="variance">Known variance of it, ≥ 0.</param>
    public GaussianProcess With(double[] row, double value, double variance)
        => new([.. _rows, row], [.. _values, value], [.. _variances, variance], _categorical, Parameters, LogLikelihood);

    /// <summary>What it knows at an encoded point.</summary>
    public GaussianPrediction Predict(ReadOnlySpan<double> point)
    {
        int n = _rows.Length;
        Span<double> solved = n <= 256 ? stackalloc double[n] : new double[n];
        double mean = Mean, ones = 0, explained = 0;
        for (int i = 0, at = 0; i < n; i++)
        {
            double covariance = Parameters.SignalVariance * Matern52.Of(point, _rows[i], _inverse, _categorical);
            mean += covariance * _alpha[i];
            ones += covariance * _solvedOnes[i];
            double sum = covariance;
            for (int j = 0; j < i; j++) sum -= _lower[at++] * solved[j];
            solved[i] = sum / _lower[at++];
            explained += solved[i] * solved[i];
        }

        double variance = Parameters.SignalVariance - explained + (1 - ones) * (1 - ones) / _onesPrecision;
        return new GaussianPrediction(mean, Math.Sqrt(Math.Max(variance, 1e-14 * Parameters.SignalVariance)));
    }

    private static void Check(IReadOnlyList<double[]> rows, IReadOnlyList<double> values, IReadOnlyList<double> variances, IReadOnlyList<bool> categorical)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(variances);
        ArgumentNullException.ThrowIfNull(categorical);
        if (rows.Count == 0 || values.Count != rows.Count || variances.Count != rows.Count) throw new ArgumentException("Give at least one row, and a value and a variance for each.", nameof(rows));
        if (rows.Any(row => row.Length != categorical.Count || !row.All(double.IsFinite))) throw new ArgumentException("A row is too long, too short or not finite.", nameof(rows));
        if (!values.All(double.IsFinite) || !variances.All(variance => variance >= 0 && double.IsFinite(variance))) throw new ArgumentException("A value is not finite, or a variance is negative.", nameof(values));
    }
}
