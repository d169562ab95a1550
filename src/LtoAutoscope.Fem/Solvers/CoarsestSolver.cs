using System.Runtime.CompilerServices;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// Direct solution on the coarsest level (LDLᵀ in double precision). A pivot that vanishes marks a region without held values or diagonal: its
/// last node is pinned at zero, which solves the consistent singular problem.
/// </summary>
internal sealed class CoarsestSolver
{
    private const double VanishingPivot = 2e-6;

    private readonly StencilLevel _level;
    private readonly int[] _nodeAt;
    private readonly int[] _unknown;
    private readonly double[] _matrix;
    private readonly double[] _diagonal;
    private readonly double[] _vector;
    private int _count;

    internal CoarsestSolver(StencilLevel level)
    {
        _level = level;
        int nodes = level.NodeCount;
        _nodeAt = new int[nodes];
        _unknown = new int[nodes];
        _matrix = new double[nodes * nodes];
        _diagonal = new double[nodes];
        _vector = new double[nodes];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Factorise()
    {
        _count = 0;
        for (int z = 0, n = 0; z < _level.NodesZ; z++)
        {
            for (int y = 0; y < _level.NodesY; y++)
            {
                for (int x = 0; x < _level.NodesX; x++, n++)
                {
                    bool active = _level.DiagonalAt(x, y, z) > 0;
                    _unknown[n] = active ? _count : -1;
                    if (active) _nodeAt[_count++] = n;
                }
            }
        }

        Assemble();
        for (int i = 0; i < _count; i++) _diagonal[i] = _matrix[(i * _count) + i];
        for (int i = 0; i < _count; i++)
        {
            var rowI = _matrix.AsSpan(i * _count, i + 1);
            for (int j = 0; j < i; j++)
            {
                var rowJ = _matrix.AsSpan(j * _count, j + 1);
                double sum = rowI[j];
                for (int k = 0; k < j; k++) sum -= rowI[k] * rowJ[k] * _vector[k];
                rowI[j] = _vector[j] == 0 ? 0 : sum / _vector[j];
            }

            double pivot = rowI[i];
            for (int k = 0; k < i; k++) pivot -= rowI[k] * rowI[k] * _vector[k];
            _vector[i] = pivot > VanishingPivot * _diagonal[i] ? pivot : 0;
        }

        Array.Copy(_vector, _diagonal, _count);
    }

    /// <summary>X = A⁻¹ B on the coarsest level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Solve()
    {
        for (int i = 0; i < _count; i++)
        {
            double sum = _level.B[Index(_nodeAt[i])];
            for (int k = 0; k < i; k++) sum -= _matrix[(i * _count) + k] * _vector[k];
            _vector[i] = sum;
        }

        for (int i = 0; i < _count; i++) _vector[i] = _diagonal[i] == 0 ? 0 : _vector[i] / _diagonal[i];
        for (int i = _count - 1; i >= 0; i--)
        {
            double value = _vector[i];
            _level.X[Index(_nodeAt[i])] = (float)value;
            for (int k = 0; k < i; k++) _vector[k] -= _matrix[(i * _count) + k] * value;
        }

        for (int z = 0; z < _level.NodesZ; z++)
        {
            for (int y = 0; y < _level.NodesY; y++) _level.CloseRow(_level.X, _level.Row(y, z));
        }
    }

    private int Index(int node)
    {
        int x = node % _level.NodesX, rest = node / _level.NodesX;
        return _level.Row(rest % _level.NodesY, rest / _level.NodesY) + x;
    }

    private void Assemble()
    {
        Array.Clear(_matrix);
        Span<float> stencil = stackalloc float[27];
        for (int i = 0; i < _count; i++)
        {
            int x = _nodeAt[i] % _level.NodesX, rest = _nodeAt[i] / _level.NodesX, y = rest % _level.NodesY, z = rest / _level.NodesY;
            _level.Stencil(x, y, z, stencil);
            stencil[13] = _level.DiagonalAt(x, y, z);
            for (int s = 0; s < 27; s++)
            {
                int nx = Neighbour(x + (s % 3) - 1, _level.NodesX, _level.Boundary.X), ny = Neighbour(y + (s / 3 % 3) - 1, _level.NodesY, _level.Boundary.Y);
                int nz = Neighbour(z + (s / 9) - 1, _level.NodesZ, _level.Boundary.Z);
                if (nx < 0 || ny < 0 || nz < 0) continue;
                int other = _unknown[(((nz * _level.NodesY) + ny) * _level.NodesX) + nx];
                if (other >= 0) _matrix[(i * _count) + other] += stencil[s];
            }
        }
    }

    private static int Neighbour(int i, int nodes, BoundaryKind kind)
        => (uint)i < (uint)nodes ? i : kind == BoundaryKind.Periodic ? MultigridLevel.Wrap(i, nodes, kind) : -1;
}
