namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// Least value of a smooth function between bounds: a quasi-Newton descent (BFGS) on the coordinates that do not press against a bound, steps clipped to the bounds, with backtracking
/// (Nocedal and Wright, Numerical Optimization, 2nd ed. 2006, sections 6.1 and 16.7).
/// </summary>
internal static class BoundedDescent
{
    internal delegate double Function(ReadOnlySpan<double> at, Span<double> gradient);

    public static (double[] At, double Value) Minimise(Function function, double[] start, double[] lower, double[] upper, int steps, CancellationToken cancellationToken)
    {
        int n = start.Length;
        double[] at = [.. start.Select((value, i) => Math.Clamp(value, lower[i], upper[i]))], gradient = new double[n], next = new double[n], nextGradient = new double[n];
        double value = function(at, gradient);
        double[,] inverse = Identity(n);
        bool isFresh = true;
        for (int step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool[] free = [.. Enumerable.Range(0, n).Select(i => !((at[i] <= lower[i] && gradient[i] > 0) || (at[i] >= upper[i] && gradient[i] < 0)))];
            double greatest = 0;
            for (int i = 0; i < n; i++)
                if (free[i]) greatest = Math.Max(greatest, Math.Abs(gradient[i]));
            if (greatest < 1e-4) break;
            double[] direction = new double[n];
            double slope = 0;
            for (int i = 0; i < n; i++)
            {
                if (!free[i]) continue;
                for (int j = 0; j < n; j++)
                    if (free[j]) direction[i] -= inverse[i, j] * gradient[j];
                slope += direction[i] * gradient[i];
            }

            double length = isFresh ? Math.Min(1, 1 / greatest) : 1;
            bool accepted = false;
            double nextValue = value;
            for (int tries = 0; tries < 25 && slope < 0; tries++, length *= 0.5)
            {
                double descent = 0;
                for (int i = 0; i < n; i++)
                {
                    next[i] = Math.Clamp(at[i] + length * direction[i], lower[i], upper[i]);
                    descent += gradient[i] * (next[i] - at[i]);
                }

                nextValue = function(next, nextGradient);
                if (double.IsFinite(nextValue) && nextValue <= value + 1e-4 * descent && descent < 0)
                {
                    accepted = true;
                    break;
                }
            }

            if (!accepted)
            {
                if (isFresh) break;
                (inverse, isFresh) = (Identity(n), true);
                continue;
            }

            Update(inverse, at, next, gradient, nextGradient);
            isFresh = false;
            bool isDone = value - nextValue < 1e-8 * (1 + Math.Abs(value));
            (at, next) = (next, at);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            if (isDone) break;
        }

        return (at, value);
    }

    /// <summary>The BFGS update of the inverse Hessian; left out where the curvature is not positive.</summary>
    private static void Update(double[,] inverse, double[] at, double[] next, double[] gradient, double[] nextGradient)
    {
        int n = at.Length;
        double[] s = [.. next.Zip(at, (a, b) => a - b)], y = [.. nextGradient.Zip(gradient, (a, b) => a - b)];
        double curvature = s.Zip(y, (a, b) => a * b).Sum();
        if (curvature < 1e-10) return;
        double[] hy = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) hy[i] += inverse[i, j] * y[j];
        double yhy = y.Zip(hy, (a, b) => a * b).Sum(), factor = (1 + yhy / curvature) / curvature;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) inverse[i, j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
    }

    private static double[,] Identity(int n)
    {
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++) matrix[i, i] = 1;
        return matrix;
    }
}
