namespace LtoAutoscope.Fem.PhaseField;

/// <summary>Gaussian elimination with partial pivoting of a pentadiagonal system (LAPACK's band storage of gbsv: rows may fill two more bands above).</summary>
internal sealed class BandedSolver
{
    private const int Lower = 2;
    private const int Upper = 4;
    private const int Width = Lower + Upper + 1;

    private readonly double[] _rows;
    private readonly int _size;

    internal BandedSolver(int size)
    {
        _size = size;
        _rows = new double[size * Width];
    }

    /// <summary>An entry of the matrix, |row − column| ≤ 2.</summary>
    internal ref double this[int row, int column] => ref _rows[(row * Width) + column - row + Lower];

    internal void Clear() => Array.Clear(_rows);

    /// <summary>Solves in place; the matrix is destroyed.</summary>
    /// <returns>The sign of its determinant; 0 for a singular matrix, whose system is not solved.</returns>
    internal int Solve(double[] x)
    {
        int sign = 1;
        for (int k = 0; k < _size; k++)
        {
            int last = Math.Min(_size - 1, k + Lower), pivot = k;
            for (int i = k + 1; i <= last; i++)
            {
                if (Math.Abs(At(i, k)) > Math.Abs(At(pivot, k))) pivot = i;
            }

            if (At(pivot, k) == 0) return 0;
            int end = Math.Min(_size - 1, k + Upper);
            if (pivot != k)
            {
                for (int j = k; j <= end; j++) (this[k, j], this[pivot, j]) = (At(pivot, j), At(k, j));
                (x[k], x[pivot]) = (x[pivot], x[k]);
                sign = -sign;
            }

            if (At(k, k) < 0) sign = -sign;

            for (int i = k + 1; i <= last; i++)
            {
                double factor = At(i, k) / At(k, k);
                if (factor == 0) continue;
                for (int j = k; j <= end; j++)
                {
                    if (j - i <= Upper) this[i, j] -= factor * At(k, j);
                }

                x[i] -= factor * x[k];
            }
        }

        for (int k = _size - 1; k >= 0; k--)
        {
            double sum = x[k];
            for (int j = k + 1; j <= Math.Min(_size - 1, k + Upper); j++) sum -= At(k, j) * x[j];
            x[k] = sum / At(k, k);
        }

        return sign;
    }

    private double At(int row, int column)
    {
        int offset = column - row + Lower;
        return offset is >= 0 and < Width ? _rows[(row * Width) + offset] : 0;
    }
}
