using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Functions;

/// <summary>
/// Pairs of numbers with monotone cubic interpolation between them (Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980) 238, with Brodlie's
/// weighted harmonic slopes), which never overshoots; beyond the ends the end's value holds.
/// </summary>
public sealed class TableFunction : ScalarFunction
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _slopes;

    /// <param name="points">At least two, in rising order of x.</param>
    /// <param name="where">What messages call the table.</param>
    /// <exception cref="InputException">Fewer than two points, x that does not rise, or a value that is not finite.</exception>
    public TableFunction(IReadOnlyList<(double X, double Y)> points, string where)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2) throw new InputException("a table has fewer than two points", where, "Give at least two pairs [x, y]");
        _x = [.. points.Select(p => p.X)];
        _y = [.. points.Select(p => p.Y)];
        for (int i = 0; i < _x.Length; i++)
        {
            if (!double.IsFinite(_x[i]) || !double.IsFinite(_y[i])) throw new InputException($"point {i + 1} of the table is not a pair of numbers", where, "Give finite numbers");
            if (i > 0 && !(_x[i] > _x[i - 1])) throw new InputException($"x does not rise at point {i + 1} of the table", where, "Sort the table by x and give each x once");
        }

        _slopes = Slopes(_x, _y);
    }

    /// <inheritdoc/>
    public override double At(double x)
    {
        if (x <= _x[0]) return _y[0];
        if (x >= _x[^1]) return _y[^1];
        int i = Interval(x);
        double h = _x[i + 1] - _x[i], s = (x - _x[i]) / h, t = 1 - s;
        return (_y[i] * t * t * (1 + (2 * s))) + (_y[i + 1] * s * s * (3 - (2 * s))) + (h * s * t * ((_slopes[i] * t) - (_slopes[i + 1] * s)));
    }

    /// <inheritdoc/>
    public override double SlopeAt(double x)
    {
        if (x < _x[0] || x > _x[^1]) return 0;
        int i = Interval(x);
        double h = _x[i + 1] - _x[i], s = (x - _x[i]) / h, t = 1 - s;
        return (6 * s * t * (_y[i + 1] - _y[i]) / h) + (_slopes[i] * t * (1 - (3 * s))) + (_slopes[i + 1] * s * ((3 * s) - 2));
    }

    private int Interval(double x)
    {
        int found = Array.BinarySearch(_x, x);
        return Math.Clamp(found < 0 ? ~found - 1 : found, 0, _x.Length - 2);
    }

    private static double[] Slopes(double[] x, double[] y)
    {
        int n = x.Length;
        var slopes = new double[n];
        double Secant(int i) => (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        for (int i = 1; i < n - 1; i++)
        {
            double before = Secant(i - 1), after = Secant(i);
            if (before * after <= 0) continue;
            double h = x[i + 1] - x[i - 1], a = ((2 * x[i + 1]) - x[i] - x[i - 1]) / (3 * h);
            slopes[i] = before * after / ((a * before) + ((1 - a) * after));
        }

        slopes[0] = End(Secant(0), slopes[1], n);
        slopes[^1] = End(Secant(n - 2), slopes[n - 2], n);
        return slopes;
    }

    // The parabola through the end, held monotone.
    private static double End(double secant, double inner, int n)
    {
        if (n == 2) return secant;
        double slope = (1.5 * secant) - (0.5 * inner);
        return slope * secant <= 0 ? 0 : Math.Abs(slope) > 3 * Math.Abs(secant) ? 3 * secant : slope;
    }
}
