using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// A coarse level: a symmetric stencil of 27 points a node, of which the 14 forward entries are stored, row by row:
/// 0 centre; 1 (+x); 2…4 (x −1…1, +y); 5…13 (x −1…1, y −1…1, +z).
/// </summary>
internal sealed class StencilLevel : MultigridLevel
{
    internal const int Entries = 14;

    private readonly float[] _diagonal;

    internal StencilLevel(int nx, int ny, int nz, BoxBoundary boundary, bool heldHighX, bool heldHighY, bool heldHighZ, int threads)
        : base(nx, ny, nz, boundary, heldHighX, heldHighY, heldHighZ, threads)
    {
        A = GC.AllocateArray<float>(checked((NodesY * NodesZ * Entries * Stride) + (3 * Lanes)), pinned: true);
        _diagonal = CreateVector();
    }

    internal float[] A { get; }

    internal int Segment(int y, int z, int entry) => Lanes + (((((z * NodesY) + y) * Entries) + entry) * Stride);

    internal static int Forward(int dx, int dy, int dz) => dz == 1 ? 6 + dx + ((dy + 1) * 3) : dy == 1 ? 3 + dx : dx;

    internal static bool IsForward(int dx, int dy, int dz) => dz > 0 || (dz == 0 && (dy > 0 || (dy == 0 && dx >= 0)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Stencil(int x, int y, int z, Span<float> entries)
    {
        for (int dz = -1; dz <= 1; dz++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                int at = ((dz + 1) * 9) + ((dy + 1) * 3);
                bool forward = dz > 0 || (dz == 0 && dy > 0);
                if (dz == 0 && dy == 0)
                {
                    int own = Segment(y, z, 1) + x;
                    entries[at] = A[own - 1];
                    entries[at + 1] = A[own - Stride];
                    entries[at + 2] = A[own];
                }
                else if (forward)
                {
                    int own = Segment(y, z, Forward(-1, dy, dz)) + x;
                    entries[at] = A[own];
                    entries[at + 1] = A[own + Stride];
                    entries[at + 2] = A[own + (2 * Stride)];
                }
                else if (Exists(y + dy, z + dz))
                {
                    int other = Segment(Wrap(y + dy, NodesY, Boundary.Y), Wrap(z + dz, NodesZ, Boundary.Z), Forward(-1, -dy, -dz)) + x;
                    entries[at] = A[other - 1 + (2 * Stride)];
                    entries[at + 1] = A[other + Stride];
                    entries[at + 2] = A[other + 1];
                }
                else
                {
                    entries.Slice(at, 3).Clear();
                }
            }
        }
    }

    /// <summary>Where the entry towards (dx, dy, dz) of the node at x = 0 of a row stands, that of node x being x further; −1 where there is no such row.</summary>
    internal int EntryAt(int dx, int y, int z, int dy, int dz)
    {
        if (IsForward(dx, dy, dz)) return Segment(y, z, Forward(dx, dy, dz));
        if (!Exists(y + dy, z + dz)) return -1;
        return Segment(Wrap(y + dy, NodesY, Boundary.Y), Wrap(z + dz, NodesZ, Boundary.Z), Forward(-dx, -dy, -dz)) + dx;
    }

    /// <summary>Copies stencil entries to the ghosts of periodic rows.</summary>
    internal void CloseStencils()
    {
        if (Boundary.X != BoundaryKind.Periodic) return;
        for (int segment = 0; segment < NodesY * NodesZ * Entries; segment++)
        {
            int at = Lanes + (segment * Stride);
            A[at + Nx] = A[at];
            A[at - 1] = A[at + Nx - 1];
        }
    }

    /// <summary>Refreshes the diagonal of A from the stencils' centres and <see cref="MultigridLevel.D"/>; zero at held nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void SetDiagonal()
    {
        for (int z = 0; z < NodesZ; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                int row = Row(y, z), centre = Segment(y, z, 0);
                for (int x = 0; x < NodesX; x++)
                {
                    float own = A[centre + x];
                    _diagonal[row + x] = IsHeld(x, y, z) ? 0 : D is null ? own : own + D[row + x];
                }
            }
        }
    }

    /// <summary>
    /// Bounds the largest eigenvalue of diag⁻¹A by the row sums of |D^−½ A D^−½|. The plain row sums of |diag⁻¹A| grow with the jumps of the coefficients, an
    /// estimate by power iteration may fall short, and either spoils the smoother. A diagonal d ≥ 0 only lowers the eigenvalues that exceed one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void BoundEigenvalues()
    {
        // X holds D^−½ meanwhile.
        for (int z = 0; z < NodesZ; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                int row = Row(y, z);
                for (int i = row; i < row + RowLength; i++) X[i] = _diagonal[i] > 0 ? 1 / MathF.Sqrt(_diagonal[i]) : 0;
                CloseRow(X, row);
            }
        }

        float[] sums = new float[RowLength], diagonal = new float[RowLength];
        float largest = 1;
        for (int z = 0; z < NodesZ; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                Multiply<Magnitudes>(X, y, z, sums, diagonal);
                int row = Row(y, z);
                for (int x = 0; x < NodesX; x++) largest = Math.Max(largest, sums[x] * X[row + x]);
            }
        }

        Array.Clear(X);
        LargestEigenvalue = Math.Min(largest, 8);
    }

    internal float DiagonalAt(int x, int y, int z) => _diagonal[Row(y, z) + x];

    private bool Exists(int y, int z)
        => ((uint)y < (uint)NodesY || Boundary.Y == BoundaryKind.Periodic) && ((uint)z < (uint)NodesZ || Boundary.Z == BoundaryKind.Periodic);

    internal override void DiagonalRow(int y, int z, float[] diagonal) => Array.Copy(_diagonal, Row(y, z), diagonal, 0, RowLength);

    protected override void ApplyRow(float[] u, int y, int z, float[] product, float[] diagonal) => Multiply<Values>(u, y, z, product, diagonal);

    private readonly struct Values;

    private readonly struct Magnitudes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<TEntries>(float[] u, int y, int z, float[] product, float[] diagonal)
        where TEntries : struct
    {
        DiagonalRow(y, z, diagonal);
        int own = Segment(y, z, 1);
        RowKernel<TEntries>(ref u[Row(y, z) - 1], ref A[own - 1], ref diagonal[0], ref A[own], ref product[0], RowLength, first: true);
        for (int dz = -1; dz <= 1; dz++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                if ((dy == 0 && dz == 0) || !Exists(y + dy, z + dz)) continue;
                ref float row = ref u[RowWrapped(y + dy, z + dz) - 1];
                if (dz > 0 || (dz == 0 && dy > 0))
                {
                    int at = Segment(y, z, Forward(-1, dy, dz));
                    RowKernel<TEntries>(ref row, ref A[at], ref A[at + Stride], ref A[at + (2 * Stride)], ref product[0], RowLength, first: false);
                }
                else
                {
                    int at = Segment(Wrap(y + dy, NodesY, Boundary.Y), Wrap(z + dz, NodesZ, Boundary.Z), Forward(-1, -dy, -dz));
                    RowKernel<TEntries>(ref row, ref A[at + (2 * Stride) - 1], ref A[at + Stride], ref A[at + 1], ref product[0], RowLength, first: false);
                }
            }
        }
    }

    /// <summary>product (+)= a·u[x−1] + b·u[x] + c·u[x+1]; <paramref name="u"/> refers to the entry before the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowKernel<TEntries>(ref float u, ref float a, ref float b, ref float c, ref float product, int count, bool first)
        where TEntries : struct
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var sum = first ? Vector256<float>.Zero : Vector256.LoadUnsafe(ref product, i);
            sum = Vector256.MultiplyAddEstimate(Entry<TEntries>(ref a, i), Vector256.LoadUnsafe(ref u, i), sum);
            sum = Vector256.MultiplyAddEstimate(Entry<TEntries>(ref b, i), Vector256.LoadUnsafe(ref u, i + 1), sum);
            sum = Vector256.MultiplyAddEstimate(Entry<TEntries>(ref c, i), Vector256.LoadUnsafe(ref u, i + 2), sum);
            sum.StoreUnsafe(ref product, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Entry<TEntries>(ref float a, nuint i)
        where TEntries : struct
        => typeof(TEntries) == typeof(Magnitudes) ? Vector256.Abs(Vector256.LoadUnsafe(ref a, i)) : Vector256.LoadUnsafe(ref a, i);
}
