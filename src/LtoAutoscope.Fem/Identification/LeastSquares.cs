using LtoAutoscope.Fem;
using MathNet.Numerics.LinearAlgebra;

namespace LtoAutoscope.Fem.Identification;

/// <summary>
/// Nonlinear least squares inside bounds: Levenberg's and Marquardt's method with steps projected to the box, coordinates held at a bound
/// while the gradient points outwards (Kanzow, Yamashita and Fukushima, J. Comput. Appl. Math. 172 (2004) 375), central differences run in
/// parallel. A point at which the model fails counts as infinitely bad, so the step is shortened.
/// </summary>
/// <remarks>
/// MathNet's LevenbergMarquardtMinimizer was weighed: it maps a box through arcsine, whose slope is 0 at a bound, so a start there never
/// leaves it; it stops at the first NaN, forms the normal equations and cannot be cancelled.
/// </remarks>
internal sealed class LeastSquares
{
    private const double CostTolerance = 1e-6;
    private const double StepTolerance = 1e-5;

    private readonly Func<double[], CancellationToken, double[]?> _residuals;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _difference;
    private readonly int _threads;

    /// <param name="residuals">Weighted residuals at a point; null where the model fails there. May be called from several threads at once.</param>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds.</param>
    /// <param name="difference">Steps of the central differences.</param>
    /// <param name="threads">Points that are evaluated at once.</param>
    internal LeastSquares(Func<double[], CancellationToken, double[]?> residuals, double[] low, double[] high, double[] difference, int threads)
        => (_residuals, _low, _high, _difference, _threads) = (residuals, low, high, difference, Math.Max(1, threads));

    /// <summary>Minimises from a start.</summary>
    /// <param name="start">The start, taken into the bounds.</param>
    /// <param name="held">Coordinates that keep their value, or null.</param>
    /// <param name="iterations">Most accepted steps.</param>
    /// <param name="known">Residuals and derivatives at the start where they are known; the derivatives are then kept while they serve.</param>
    /// <param name="onStep">Called after each accepted step with the cost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The outcome, or null where the model fails at the start.</returns>
    internal LeastSquaresOutcome? Minimise(
        double[] start, bool[]? held, int iterations, (double[] Residuals, double[,] Jacobian)? known, Action<double>? onStep, CancellationToken cancellationToken)
    {
        int n = start.Length;
        double[] x = [.. start.Select((v, i) => Math.Clamp(v, _low[i], _high[i]))];
        double[]? r = known?.Residuals ?? _residuals(x, cancellationToken);
        if (r is null) return null;
        double cost = Sum(r), damping = 1e-3;
        var j = known?.Jacobian ?? Differences(x, r, held, cancellationToken);
        int taken = 0;
        while (taken < iterations)
        {
            bool[] free = Free(x, r, j, held);
            if (!free.Contains(true)) return new LeastSquaresOutcome(x, r, j, taken, true);
            bool moved = false;
            for (int attempt = 0; attempt < 25; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double[] step = Step(r, j, free, damping), next = new double[n];
                double length = 0, predicted = 0;
                for (int i = 0; i < n; i++)
                {
                    next[i] = Math.Clamp(x[i] + step[i], _low[i], _high[i]);
                    step[i] = next[i] - x[i];
                    length = Math.Max(length, Math.Abs(step[i]));
                }

                for (int k = 0; k < r.Length; k++)
                {
                    double linear = r[k];
                    for (int i = 0; i < n; i++) linear += j[k, i] * step[i];
                    predicted += (r[k] * r[k]) - (linear * linear);
                }

                if (length < StepTolerance || predicted < CostTolerance * (cost + 1e-9)) return new LeastSquaresOutcome(x, r, j, taken, true);
                double[]? there = _residuals(next, cancellationToken);
                double costThere = there is null ? double.PositiveInfinity : Sum(there), gain = (cost - costThere) / predicted;
                if (!(gain > 1e-4))
                {
                    damping = Math.Min(damping * (attempt == 0 ? 4 : 10), 1e12);
                    continue;
                }

                bool last = cost - costThere < CostTolerance * (cost + 1e-9);
                (x, r, cost, moved) = (next, there!, costThere, true);
                damping = Math.Max(damping * (gain > 0.75 ? 0.1 : gain < 0.25 ? 3 : 1), 1e-9);
                taken++;
                onStep?.Invoke(cost);
                if (known is null || gain < 0.5) j = Differences(x, r, held, cancellationToken);
                if (last) return new LeastSquaresOutcome(x, r, j, taken, true);
                break;
            }

            if (!moved) return new LeastSquaresOutcome(x, r, j, taken, true);
        }

        return new LeastSquaresOutcome(x, r, j, taken, false);
    }

    /// <summary>Derivatives by central differences, one-sided at a bound and where the model fails on one side.</summary>
    internal double[,] Differences(double[] x, double[] r, bool[]? held, CancellationToken cancellationToken)
    {
        int n = x.Length;
        var sides = new double[]?[2 * n];
        var places = new double[2 * n];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        Parallel.For(0, 2 * n, options, s =>
        {
            int i = s / 2;
            if (held is not null && held[i]) return;
            double[] at = [.. x];
            at[i] = Math.Clamp(x[i] + (s % 2 == 0 ? -_difference[i] : _difference[i]), _low[i], _high[i]);
            places[s] = at[i];
            sides[s] = at[i] == x[i] ? r : _residuals(at, cancellationToken);
        });

        var j = new double[r.Length, n];
        for (int i = 0; i < n; i++)
        {
            if (held is not null && held[i]) continue;
            double[] below = sides[2 * i] ?? r, above = sides[(2 * i) + 1] ?? r;
            double width = (sides[(2 * i) + 1] is null ? x[i] : places[(2 * i) + 1]) - (sides[2 * i] is null ? x[i] : places[2 * i]);
            if (!(width > 0)) continue;
            for (int k = 0; k < r.Length; k++) j[k, i] = (above[k] - below[k]) / width;
        }

        return j;
    }

    /// <summary>Coordinates that may move: not held, and not at a bound with the descent pointing out of the box.</summary>
    private bool[] Free(double[] x, double[] r, double[,] j, bool[]? held)
    {
        var free = new bool[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double gradient = 0;
            for (int k = 0; k < r.Length; k++) gradient += j[k, i] * r[k];
            double margin = 1e-9 * (_high[i] - _low[i]);
            bool outwards = (x[i] <= _low[i] + margin && gradient > 0) || (x[i] >= _high[i] - margin && gradient < 0);
            free[i] = !outwards && (held is null || !held[i]) && gradient != 0;
        }

        return free;
    }

    /// <summary>min |J s + r|² + λ|D s|² over the free coordinates by QR of the stacked matrix; D² is JᵀJ's diagonal.</summary>
    private static double[] Step(double[] r, double[,] j, bool[] free, double damping)
    {
        int[] at = [.. Enumerable.Range(0, free.Length).Where(i => free[i])];
        int m = r.Length, n = at.Length;
        var a = Matrix<double>.Build.Dense(m + n, n);
        var b = Vector<double>.Build.Dense(m + n);
        for (int k = 0; k < m; k++)
        {
            b[k] = -r[k];
            for (int i = 0; i < n; i++) a[k, i] = j[k, at[i]];
        }

        for (int i = 0; i < n; i++)
        {
            double square = 0;
            for (int k = 0; k < m; k++) square += a[k, i] * a[k, i];
            a[m + i, i] = Math.Sqrt(damping * Math.Max(square, 1e-12));
        }

        var solved = a.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Solve(b);
        var step = new double[free.Length];
        for (int i = 0; i < n; i++) step[at[i]] = double.IsFinite(solved[i]) ? solved[i] : 0;
        return step;
    }

    private static double Sum(double[] r)
    {
        double sum = 0;
        foreach (double v in r) sum += v * v;
        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }
}
