using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// One level of the multigrid preconditioner, in single precision: its vectors, Chebyshev–Jacobi smoothing and residual over rows of nodes.
/// Rows are padded; the entry before a row's first node is its left ghost, the one at index <see cref="Nx"/> of a periodic row its image.
/// </summary>
internal abstract class MultigridLevel
{
    internal const int Lanes = 8;

    private readonly Action<int, int, int> _startSlab;
    private readonly Action<int, int, int> _smoothSlab;
    private readonly Action<int, int, int> _residualSlab;
    private readonly float[][] _products;
    private readonly float[][] _diagonals;
    private float _c1;
    private float _c2;
    private bool _fromStart;

    protected MultigridLevel(int nx, int ny, int nz, BoxBoundary boundary, bool heldHighX, bool heldHighY, bool heldHighZ, int threads)
    {
        Nx = nx;
        Ny = ny;
        Nz = nz;
        // Which far ends are held stands apart, for a coarse grid may lose them: its last node may lie beyond.
        Boundary = new BoxBoundary(Both(boundary.X), Both(boundary.Y), Both(boundary.Z));
        HeldHighX = heldHighX;
        HeldHighY = heldHighY;
        HeldHighZ = heldHighZ;
        NodesX = boundary.X == BoundaryKind.Periodic ? nx : nx + 1;
        NodesY = boundary.Y == BoundaryKind.Periodic ? ny : ny + 1;
        NodesZ = boundary.Z == BoundaryKind.Periodic ? nz : nz + 1;
        RowLength = (nx + Lanes) / Lanes * Lanes;
        Stride = RowLength + Lanes;
        // A thread is worth its start where it gets some ten thousand nodes.
        Threads = Math.Clamp((int)((long)NodesX * NodesY * NodesZ / 12_000), 1, threads);
        X = CreateVector();
        Previous = CreateVector();
        B = CreateVector();
        R = CreateVector();
        _products = new float[Threads][];
        _diagonals = new float[Threads][];
        for (int i = 0; i < Threads; i++)
        {
            _products[i] = new float[RowLength];
            _diagonals[i] = new float[RowLength];
        }

        _startSlab = StartSlab;
        _smoothSlab = SmoothSlab;
        _residualSlab = ResidualSlab;
    }

    internal int Nx { get; }

    internal int Ny { get; }

    internal int Nz { get; }

    internal BoxBoundary Boundary { get; }

    internal bool HeldHighX { get; }

    internal bool HeldHighY { get; }

    internal bool HeldHighZ { get; }

    internal int NodesX { get; }

    internal int NodesY { get; }

    internal int NodesZ { get; }

    internal int NodeCount => NodesX * NodesY * NodesZ;

    /// <summary>Entries of a row that loops run over: the nodes, rounded up to whole vectors.</summary>
    internal int RowLength { get; }

    internal int Stride { get; }

    internal int Threads { get; }

    internal float[] X { get; private set; }

    internal float[] Previous { get; private set; }

    internal float[] B { get; }

    internal float[] R { get; }

    /// <summary>The nodal diagonal that is added to K, or null for none.</summary>
    internal float[]? D { get; set; }

    /// <summary>Largest eigenvalue of diag⁻¹A, or a bound.</summary>
    internal float LargestEigenvalue { get; set; } = 1.5f;

    private static BoundaryKind Both(BoundaryKind kind) => kind == BoundaryKind.DirichletLow ? BoundaryKind.Dirichlet : kind;

    internal float[] CreateVector() => GC.AllocateArray<float>(checked((NodesY * NodesZ * Stride) + (3 * Lanes)), pinned: true);

    internal int Row(int y, int z) => Lanes + (((z * NodesY) + y) * Stride);

    /// <summary>The row, wrapped across periodic axes; a row beyond other faces is any row, for its coefficients are zero.</summary>
    internal int RowWrapped(int y, int z) => Row(Wrap(y, NodesY, Boundary.Y), Wrap(z, NodesZ, Boundary.Z));

    internal static int Wrap(int i, int nodes, BoundaryKind kind)
        => (uint)i < (uint)nodes ? i : kind == BoundaryKind.Periodic ? (i < 0 ? i + nodes : i - nodes) : i < 0 ? 0 : nodes - 1;

    internal bool IsHeldRow(int y, int z)
        => (Boundary.Y == BoundaryKind.Dirichlet && (y == 0 || (HeldHighY && y == Ny))) || (Boundary.Z == BoundaryKind.Dirichlet && (z == 0 || (HeldHighZ && z == Nz)));

    internal bool IsHeld(int x, int y, int z)
        => (Boundary.X == BoundaryKind.Dirichlet && (x == 0 || (HeldHighX && x == Nx))) || IsHeldRow(y, z);

    /// <summary>For a row: A u and the diagonal of A, over <see cref="RowLength"/> entries; images and ghosts of u are in place.</summary>
    protected abstract void ApplyRow(float[] u, int y, int z, float[] product, float[] diagonal);

    /// <summary>The diagonal of A for a row.</summary>
    internal abstract void DiagonalRow(int y, int z, float[] diagonal);

    /// <summary>The 27 entries of K at a node, index (dz+1)·9 + (dy+1)·3 + dx+1; entries across a face of the box are zero.</summary>
    internal abstract void Stencil(int x, int y, int z, Span<float> entries);

    /// <summary>
    /// <paramref name="degree"/> steps of Chebyshev iteration on diag⁻¹A over [λ/ratio, λ] (Adams, Brezina, Hu and Tuminaro 2003), from X or from zero.
    /// </summary>
    internal void Smooth(int degree, double ratio, bool fromZero)
    {
        double high = LargestEigenvalue, low = high / ratio, theta = (high + low) / 2, delta = (high - low) / 2;
        double sigma = theta / delta, rho = 1 / sigma;
        for (int step = 0; step < degree; step++)
        {
            if (step == 0)
            {
                _c1 = 0;
                _c2 = (float)(1 / theta);
            }
            else
            {
                double next = 1 / ((2 * sigma) - rho);
                _c1 = (float)(next * rho);
                _c2 = (float)(2 * next / delta);
                rho = next;
            }

            if (step == 0 && fromZero)
            {
                Slabs.Run(NodesZ, Threads, _startSlab);
                continue;
            }

            _fromStart = step == 1 && fromZero;
            Slabs.Run(NodesZ, Threads, _smoothSlab);
            _fromStart = false;
            (X, Previous) = (Previous, X);
        }
    }

    /// <summary>R = B − A X.</summary>
    internal void Residual() => Slabs.Run(NodesZ, Threads, _residualSlab);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StartSlab(int slab, int from, int to)
    {
        float[] diagonal = _diagonals[slab];
        for (int z = from; z < to; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                int row = Row(y, z);
                if (IsHeldRow(y, z)) continue;
                DiagonalRow(y, z, diagonal);
                StartKernel(ref X[row], ref B[row], ref diagonal[0], RowLength, _c2);
                CloseRow(X, row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SmoothSlab(int slab, int from, int to)
    {
        float[] diagonal = _diagonals[slab], product = _products[slab];
        for (int z = from; z < to; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                if (IsHeldRow(y, z)) continue;
                int row = Row(y, z);
                ApplyRow(X, y, z, product, diagonal);
                // The step before a start from zero is zero: X stands for the difference.
                if (_fromStart) FirstKernel(ref X[row], ref Previous[row], ref B[row], ref product[0], ref diagonal[0], RowLength, 1 + _c1, _c2);
                else SmoothKernel(ref X[row], ref Previous[row], ref B[row], ref product[0], ref diagonal[0], RowLength, _c1, _c2);
                CloseRow(Previous, row);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResidualSlab(int slab, int from, int to)
    {
        float[] diagonal = _diagonals[slab], product = _products[slab];
        for (int z = from; z < to; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                int row = Row(y, z);
                if (IsHeldRow(y, z)) continue;
                ApplyRow(X, y, z, product, diagonal);
                ResidualKernel(ref R[row], ref B[row], ref product[0], ref diagonal[0], RowLength);
                if (Boundary.X == BoundaryKind.Dirichlet)
                {
                    R[row] = 0;
                    if (HeldHighX) R[row + Nx] = 0;
                }
                else if (Boundary.X == BoundaryKind.Periodic)
                {
                    R[row + Nx] = 0;
                }
            }
        }
    }

    /// <summary>Zeros at held ends, copies at images and ghosts.</summary>
    internal void CloseRow(float[] u, int row)
    {
        if (Boundary.X == BoundaryKind.Dirichlet)
        {
            u[row] = 0;
            if (HeldHighX) u[row + Nx] = 0;
        }
        else if (Boundary.X == BoundaryKind.Periodic)
        {
            u[row + Nx] = u[row];
            u[row - 1] = u[row + Nx - 1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StartKernel(ref float x, ref float b, ref float diagonal, int count, float c2)
    {
        var factor = Vector256.Create(c2);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
            (factor * Vector256.LoadUnsafe(ref b, i) * Inverse(Vector256.LoadUnsafe(ref diagonal, i))).StoreUnsafe(ref x, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SmoothKernel(ref float x, ref float previous, ref float b, ref float product, ref float diagonal, int count, float c1, float c2)
    {
        Vector256<float> momentum = Vector256.Create(c1), factor = Vector256.Create(c2);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var value = Vector256.LoadUnsafe(ref x, i);
            var residual = Vector256.LoadUnsafe(ref b, i) - Vector256.LoadUnsafe(ref product, i);
            var step = momentum * (value - Vector256.LoadUnsafe(ref previous, i));
            (value + Vector256.MultiplyAddEstimate(factor * residual, Inverse(Vector256.LoadUnsafe(ref diagonal, i)), step)).StoreUnsafe(ref previous, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FirstKernel(ref float x, ref float next, ref float b, ref float product, ref float diagonal, int count, float c1, float c2)
    {
        Vector256<float> momentum = Vector256.Create(c1), factor = Vector256.Create(c2);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var residual = Vector256.LoadUnsafe(ref b, i) - Vector256.LoadUnsafe(ref product, i);
            Vector256.MultiplyAddEstimate(factor * residual, Inverse(Vector256.LoadUnsafe(ref diagonal, i)), momentum * Vector256.LoadUnsafe(ref x, i)).StoreUnsafe(ref next, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ResidualKernel(ref float r, ref float b, ref float product, ref float diagonal, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            // Nodes outside the domain ask for nothing.
            var inside = Vector256.GreaterThan(Vector256.LoadUnsafe(ref diagonal, i), Vector256<float>.Zero);
            ((Vector256.LoadUnsafe(ref b, i) - Vector256.LoadUnsafe(ref product, i)) & inside).StoreUnsafe(ref r, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Inverse(Vector256<float> diagonal)
        => (Vector256<float>.One / diagonal) & Vector256.GreaterThan(diagonal, Vector256<float>.Zero);
}
