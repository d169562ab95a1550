using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// Prolongation from a level to the one above with weights that follow the operator (black box multigrid, Dendy 1982), and its transpose.
/// Every second node is a coarse one; a node between coarse ones takes the value that its equation, summed over the directions in which it lies
/// on a coarse line or plane, gives. Where the domain has no material nothing is carried over, so regions that touch nowhere stay apart on every level.
/// </summary>
/// <remarks>
/// A node's type is its parity (bit 0 for odd x, 1 for y, 2 for z); corners of a coarse cell are numbered alike. A node of type t takes from the corners
/// c ⊆ t, 26 weights in all for a coarse cell, kept row by row.
/// </remarks>
internal sealed class Transfer
{
    internal const int WeightCount = 26;
    private const int Lanes = MultigridLevel.Lanes;

    private static readonly int[,] s_slots = Slots();

    private readonly MultigridLevel _fine;
    private readonly StencilLevel _coarse;
    private readonly Action<int, int, int> _restrictSlab;
    private readonly Action<int, int, int> _prolongSlab;
    private readonly float[][] _even;
    private readonly float[][] _odd;
    private float[] _from = [];
    private float[] _to = [];

    internal Transfer(MultigridLevel fine, StencilLevel coarse)
    {
        _fine = fine;
        _coarse = coarse;
        Weights = GC.AllocateArray<float>(checked((coarse.NodesY * coarse.NodesZ * WeightCount * coarse.Stride) + (3 * Lanes)), pinned: true);
        _restrictSlab = RestrictSlab;
        _prolongSlab = ProlongSlab;
        _even = new float[fine.Threads][];
        _odd = new float[fine.Threads][];
        for (int i = 0; i < fine.Threads; i++)
        {
            _even[i] = new float[coarse.RowLength];
            _odd[i] = new float[coarse.RowLength];
        }
    }

    internal float[] Weights { get; }

    internal MultigridLevel Fine => _fine;

    internal StencilLevel Coarse => _coarse;

    /// <summary>Which of the 26 weights is that of type <paramref name="type"/> at corner <paramref name="corner"/> ⊆ type.</summary>
    internal static int Slot(int type, int corner) => s_slots[type, corner];

    internal int Weight(int y, int z, int slot) => Lanes + (((((z * _coarse.NodesY) + y) * WeightCount) + slot) * _coarse.Stride);

    /// <summary>coarse = Pᵀ fine; the fine vector is zero at held nodes and images.</summary>
    internal void Restrict(float[] fine, float[] coarse)
    {
        _from = fine;
        _to = coarse;
        Slabs.Run(_coarse.NodesZ, Math.Min(_fine.Threads, _coarse.NodesZ), _restrictSlab);
    }

    /// <summary>fine += P coarse; images and ghosts of the coarse vector are in place.</summary>
    internal void ProlongAndAdd(float[] coarse, float[] fine)
    {
        _from = coarse;
        _to = fine;
        Slabs.Run(_coarse.NodesZ, Math.Min(_fine.Threads, _coarse.NodesZ), _prolongSlab);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RestrictSlab(int slab, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            for (int j = 0; j < _coarse.NodesY; j++)
            {
                int row = _coarse.Row(j, k);
                Array.Clear(_to, row, _coarse.RowLength);
                if (_coarse.IsHeldRow(j, k)) continue;
                for (int dz = -1; dz <= 1; dz++)
                {
                    int cellZ = dz < 0 ? Before(k, _coarse.NodesZ, _coarse.Boundary.Z) : k, tz = dz & 1, fineZ = (2 * cellZ) + tz;
                    if (cellZ < 0 || fineZ >= _fine.NodesZ) continue;
                    for (int dy = -1; dy <= 1; dy++)
                    {
                        int cellY = dy < 0 ? Before(j, _coarse.NodesY, _coarse.Boundary.Y) : j, ty = dy & 1, fineY = (2 * cellY) + ty;
                        if (cellY < 0 || fineY >= _fine.NodesY) continue;
                        int corner = (dy < 0 ? 2 : 0) | (dz < 0 ? 4 : 0), type = (ty << 1) | (tz << 2);
                        int fineRow = _fine.Row(fineY, fineZ);
                        PrepareGhost(_from, fineRow);
                        ref float left = ref Weights[Weight(cellY, cellZ, Slot(type | 1, corner))], right = ref Weights[Weight(cellY, cellZ, Slot(type | 1, corner | 1)) - 1];
                        if (type == 0) RestrictFirst(ref _from[fineRow], ref left, ref right, ref _to[row], _coarse.RowLength);
                        else RestrictKernel(ref _from[fineRow], ref Weights[Weight(cellY, cellZ, Slot(type, corner))], ref left, ref right, ref _to[row], _coarse.RowLength);
                    }
                }

                ClearHeldEnds(_to, row);
            }
        }
    }

    private void ClearHeldEnds(float[] coarse, int row)
    {
        if (_coarse.Boundary.X != BoundaryKind.Neumann)
        {
            if (_coarse.Boundary.X == BoundaryKind.Dirichlet) coarse[row] = 0;
            if (_coarse.Boundary.X == BoundaryKind.Periodic || _coarse.HeldHighX) coarse[row + _coarse.Nx] = 0;
        }
    }

    // The odd node of the last cell stands before a periodic row; with an odd number of cells it is an image and counts nothing.
    private void PrepareGhost(float[] fine, int row)
    {
        if (_fine.Boundary.X == BoundaryKind.Periodic) fine[row - 1] = (_fine.Nx & 1) == 0 ? fine[row + _fine.Nx - 1] : 0;
    }

    private static int Before(int i, int nodes, BoundaryKind kind) => i > 0 ? i - 1 : kind == BoundaryKind.Periodic ? nodes - 1 : -1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProlongSlab(int slab, int from, int to)
    {
        float[] even = _even[slab], odd = _odd[slab];
        for (int k = from; k < to; k++)
        {
            for (int j = 0; j < _coarse.NodesY; j++)
            {
                for (int t = 0; t < 4; t++)
                {
                    int ty = t & 1, tz = t >> 1, fineY = (2 * j) + ty, fineZ = (2 * k) + tz;
                    if (fineY >= _fine.NodesY || fineZ >= _fine.NodesZ || _fine.IsHeldRow(fineY, fineZ)) continue;
                    for (int c = 0; c < 4; c++)
                    {
                        int cy = c & 1, cz = c >> 1;
                        if (cy > ty || cz > tz) continue;
                        int type = t << 1, corner = c << 1;
                        ref float u = ref _from[_coarse.RowWrapped(j + cy, k + cz)];
                        ref float left = ref Weights[Weight(j, k, Slot(type | 1, corner))], right = ref Weights[Weight(j, k, Slot(type | 1, corner | 1))];
                        if (type == 0) ProlongFirst(ref u, ref left, ref right, ref even[0], ref odd[0], _coarse.RowLength);
                        else ProlongKernel(ref u, ref Weights[Weight(j, k, Slot(type, corner))], ref left, ref right, ref even[0], ref odd[0], _coarse.RowLength, c == 0);
                    }

                    int row = _fine.Row(fineY, fineZ);
                    AddInterleaved(ref even[0], ref odd[0], ref _to[row], _coarse.RowLength, _fine.RowLength);
                    _fine.CloseRow(_to, row);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector256<float> Even, Vector256<float> Odd) Split(ref float fine, nuint at)
    {
        var order = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        var low = Vector256.Shuffle(Vector256.LoadUnsafe(ref fine, at), order);
        var high = Vector256.Shuffle(Vector256.LoadUnsafe(ref fine, at + Lanes), order);
        return (Vector256.Create(low.GetLower(), high.GetLower()), Vector256.Create(low.GetUpper(), high.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RestrictFirst(ref float fine, ref float left, ref float right, ref float coarse, int count)
    {
        ref float before = ref Unsafe.Subtract(ref fine, 1);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var (even, odd) = Split(ref fine, 2 * i);
            var (previous, _) = Split(ref before, 2 * i);
            var sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref left, i), odd, even + Vector256.LoadUnsafe(ref coarse, i));
            Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref right, i), previous, sum).StoreUnsafe(ref coarse, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RestrictKernel(ref float fine, ref float own, ref float left, ref float right, ref float coarse, int count)
    {
        ref float before = ref Unsafe.Subtract(ref fine, 1);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var (even, odd) = Split(ref fine, 2 * i);
            var (previous, _) = Split(ref before, 2 * i);
            var sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref own, i), even, Vector256.LoadUnsafe(ref coarse, i));
            sum = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref left, i), odd, sum);
            Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref right, i), previous, sum).StoreUnsafe(ref coarse, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProlongFirst(ref float u, ref float left, ref float right, ref float even, ref float odd, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var value = Vector256.LoadUnsafe(ref u, i);
            value.StoreUnsafe(ref even, i);
            Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref left, i), value, Vector256.LoadUnsafe(ref right, i) * Vector256.LoadUnsafe(ref u, i + 1)).StoreUnsafe(ref odd, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ProlongKernel(ref float u, ref float own, ref float left, ref float right, ref float even, ref float odd, int count, bool first)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var value = Vector256.LoadUnsafe(ref u, i);
            Vector256<float> e = default, o = default;
            if (!first)
            {
                e = Vector256.LoadUnsafe(ref even, i);
                o = Vector256.LoadUnsafe(ref odd, i);
            }

            Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref own, i), value, e).StoreUnsafe(ref even, i);
            o = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref left, i), value, o);
            Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref right, i), Vector256.LoadUnsafe(ref u, i + 1), o).StoreUnsafe(ref odd, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddInterleaved(ref float even, ref float odd, ref float fine, int count, int fineCount)
    {
        var evenFirst = Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle();
        Vector256<int> low = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), high = Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            Vector256<float> e = Vector256.LoadUnsafe(ref even, i), o = Vector256.LoadUnsafe(ref odd, i);
            nuint at = 2 * i;
            var sum = Vector256.ConditionalSelect(evenFirst, Vector256.Shuffle(e, low), Vector256.Shuffle(o, low));
            (Vector256.LoadUnsafe(ref fine, at) + sum).StoreUnsafe(ref fine, at);
            at += Lanes;
            if (at >= (nuint)fineCount) return;
            sum = Vector256.ConditionalSelect(evenFirst, Vector256.Shuffle(e, high), Vector256.Shuffle(o, high));
            (Vector256.LoadUnsafe(ref fine, at) + sum).StoreUnsafe(ref fine, at);
        }
    }

    private static int[,] Slots()
    {
        var slots = new int[8, 8];
        int next = 0;
        for (int type = 1; type < 8; type++)
        {
            for (int corner = 0; corner < 8; corner++)
            {
                if ((corner & ~type) == 0) slots[type, corner] = next++;
            }
        }

        return slots;
    }
}
