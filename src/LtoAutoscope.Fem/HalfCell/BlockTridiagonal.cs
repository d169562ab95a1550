namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// A block-tridiagonal matrix of 3×3 blocks and its solution by block elimination for one or two right-hand sides, without allocation.
/// Row i holds Lower·u(i−1) + Diagonal·u(i) + Upper·u(i+1); blocks are stored row by row, nine numbers each.
/// </summary>
internal sealed class BlockTridiagonal(int count)
{
    private readonly double[] _eliminated = new double[9 * count];

    internal double[] Lower { get; } = new double[9 * count];

    internal double[] Diagonal { get; } = new double[9 * count];

    internal double[] Upper { get; } = new double[9 * count];

    internal void Clear()
    {
        Array.Clear(Lower);
        Array.Clear(Diagonal);
        Array.Clear(Upper);
    }

    /// <summary>Solves in place; the blocks are spent.</summary>
    /// <returns>False where a pivot block is singular or not finite.</returns>
    internal bool Solve(double[] first, double[]? second)
    {
        Span<double> inverse = stackalloc double[9];
        for (int i = 0; i < count; i++)
        {
            var d = Diagonal.AsSpan(9 * i, 9);
            if (i > 0)
            {
                var l = Lower.AsSpan(9 * i, 9);
                var w = _eliminated.AsSpan(9 * (i - 1), 9);
                for (int r = 0; r < 3; r++)
                {
                    double l0 = l[3 * r], l1 = l[(3 * r) + 1], l2 = l[(3 * r) + 2];
                    d[3 * r] -= (l0 * w[0]) + (l1 * w[3]) + (l2 * w[6]);
                    d[(3 * r) + 1] -= (l0 * w[1]) + (l1 * w[4]) + (l2 * w[7]);
                    d[(3 * r) + 2] -= (l0 * w[2]) + (l1 * w[5]) + (l2 * w[8]);
                    first[(3 * i) + r] -= (l0 * first[(3 * i) - 3]) + (l1 * first[(3 * i) - 2]) + (l2 * first[(3 * i) - 1]);
                    if (second is not null) second[(3 * i) + r] -= (l0 * second[(3 * i) - 3]) + (l1 * second[(3 * i) - 2]) + (l2 * second[(3 * i) - 1]);
                }
            }

            if (!Invert(d, inverse)) return false;
            Apply(inverse, first.AsSpan(3 * i, 3));
            if (second is not null) Apply(inverse, second.AsSpan(3 * i, 3));
            if (i == count - 1) break;
            var u = Upper.AsSpan(9 * i, 9);
            var e = _eliminated.AsSpan(9 * i, 9);
            for (int r = 0; r < 3; r++)
            {
                for (int c = 0; c < 3; c++) e[(3 * r) + c] = (inverse[3 * r] * u[c]) + (inverse[(3 * r) + 1] * u[3 + c]) + (inverse[(3 * r) + 2] * u[6 + c]);
            }
        }

        for (int i = count - 2; i >= 0; i--)
        {
            Back(i, first);
            if (second is not null) Back(i, second);
        }

        return true;
    }

    private void Back(int i, double[] x)
    {
        var w = _eliminated.AsSpan(9 * i, 9);
        double a = x[(3 * i) + 3], b = x[(3 * i) + 4], c = x[(3 * i) + 5];
        for (int r = 0; r < 3; r++) x[(3 * i) + r] -= (w[3 * r] * a) + (w[(3 * r) + 1] * b) + (w[(3 * r) + 2] * c);
    }

    private static void Apply(ReadOnlySpan<double> m, Span<double> x)
    {
        double a = x[0], b = x[1], c = x[2];
        for (int r = 0; r < 3; r++) x[r] = (m[3 * r] * a) + (m[(3 * r) + 1] * b) + (m[(3 * r) + 2] * c);
    }

    private static bool Invert(ReadOnlySpan<double> m, Span<double> inverse)
    {
        double c0 = (m[4] * m[8]) - (m[5] * m[7]), c1 = (m[5] * m[6]) - (m[3] * m[8]), c2 = (m[3] * m[7]) - (m[4] * m[6]);
        double determinant = (m[0] * c0) + (m[1] * c1) + (m[2] * c2), scale = 1 / determinant;
        if (!double.IsFinite(scale)) return false;
        inverse[0] = scale * c0;
        inverse[1] = scale * ((m[2] * m[7]) - (m[1] * m[8]));
        inverse[2] = scale * ((m[1] * m[5]) - (m[2] * m[4]));
        inverse[3] = scale * c1;
        inverse[4] = scale * ((m[0] * m[8]) - (m[2] * m[6]));
        inverse[5] = scale * ((m[2] * m[3]) - (m[0] * m[5]));
        inverse[6] = scale * c2;
        inverse[7] = scale * ((m[1] * m[6]) - (m[0] * m[7]));
        inverse[8] = scale * ((m[0] * m[4]) - (m[1] * m[3]));
        return true;
    }
}
