using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>The coarse stencils PᵀAP, coarse cell by coarse cell: eight columns, one a corner, are one SIMD vector.</summary>
internal static class GalerkinProduct
{
    private const int Columns = 8;

    internal static void Compute(Transfer transfer)
    {
        var coarse = transfer.Coarse;
        Array.Clear(coarse.A);
        int layers = coarse.Nz;
        // A layer of cells adds to the node planes below and above it: first even layers, then odd ones; a periodic box of odd height ends with a layer of its own.
        int last = coarse.Boundary.Z == BoundaryKind.Periodic && (layers & 1) == 1 ? layers - 1 : layers;
        foreach (int parity in (ReadOnlySpan<int>)[0, 1])
        {
            int count = (last - parity + 1) / 2;
            if (count > 0)
            {
                Slabs.Run(count, transfer.Fine.Threads, (_, from, to) =>
                {
                    for (int layer = from; layer < to; layer++) AddLayer(transfer, (2 * layer) + parity);
                });
            }
        }

        for (int layer = last; layer < layers; layer++) AddLayer(transfer, layer);
        coarse.CloseStencils();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLayer(Transfer transfer, int k)
    {
        var coarse = transfer.Coarse;
        Span<float> p = stackalloc float[27 * Columns], q = stackalloc float[27 * Columns], m = stackalloc float[Columns * Columns];
        Span<float> stencil = stackalloc float[27];
        Span<int> pairs = stackalloc int[2 * 27 * 27], ends = stackalloc int[27];
        Span<int> sources = stackalloc int[s_entries.Length], ats = stackalloc int[s_entries.Length];
        Span<int> targets = stackalloc int[s_pairs.Length], products = stackalloc int[s_pairs.Length];
        ref float pRef = ref p[0];
        for (int e = 0; e < ats.Length; e++) ats[e] = s_entries[e].At;
        for (int e = 0; e < products.Length; e++) products[e] = (s_pairs[e].First * Columns) + s_pairs[e].Second;
        p.Clear();
        foreach (int node in s_cornerNodes) p[(node * Columns) + Corner(node)] = 1;
        int k1 = MultigridLevel.Wrap(k + 1, coarse.NodesZ, coarse.Boundary.Z);
        for (int j = 0; j < coarse.Ny; j++)
        {
            int j1 = MultigridLevel.Wrap(j + 1, coarse.NodesY, coarse.Boundary.Y);
            for (int e = 0; e < sources.Length; e++)
            {
                var (_, slot, cell) = s_entries[e];
                sources[e] = transfer.Weight((cell & 2) != 0 ? j1 : j, (cell & 4) != 0 ? k1 : k, slot) + (cell & 1);
            }

            for (int e = 0; e < targets.Length; e++)
            {
                var (c, _, entry) = s_pairs[e];
                targets[e] = coarse.Segment((c & 2) != 0 ? j1 : j, (c & 4) != 0 ? k1 : k, entry) + (c & 1);
            }

            if (transfer.Fine is StencilLevel level) ListPairs(level, coarse, j, k, pairs, ends);
            for (int i = 0; i < coarse.Nx; i++)
            {
                // Rows of P for the 27 nodes of a coarse cell, columns being its corners.
                ref float weights = ref transfer.Weights[i];
                for (int e = 0; e < sources.Length; e++) Unsafe.Add(ref pRef, ats[e]) = Unsafe.Add(ref weights, sources[e]);
                q.Clear();
                if (transfer.Fine is FineLevel fine)
                {
                    if (!AddElements(fine, i, j, k, p, q)) continue;
                }
                else if (i < coarse.Nx - 1)
                {
                    AddListed((StencilLevel)transfer.Fine, 2 * i, pairs, ends, p, q);
                }
                else if (!AddPairs((StencilLevel)transfer.Fine, coarse, i, j, k, p, q, stencil))
                {
                    continue;
                }

                Project(p, q, m);
                int wrap = coarse.Boundary.X == BoundaryKind.Periodic && i == coarse.Nx - 1 ? coarse.Nx : 0;
                ref float a = ref coarse.A[i];
                if (wrap == 0)
                {
                    for (int e = 0; e < targets.Length; e++) Unsafe.Add(ref a, targets[e]) += m[products[e]];
                    continue;
                }

                for (int e = 0; e < targets.Length; e++)
                {
                    var (c, d, _) = s_pairs[e];
                    coarse.A[targets[e] + i - ((c & 1) * wrap)] += m[(c * Columns) + d];
                }
            }
        }
    }

    // Nodes of a coarse cell are numbered x + 3y + 9z with 0, 1, 2 along an axis.
    private static readonly int[] s_cornerNodes = [0, 2, 6, 8, 18, 20, 24, 26];

    /// <summary>Where each weight of a coarse cell goes in P, its slot, and the cell that keeps it (bits: next along x, y, z).</summary>
    private static readonly (int At, int Slot, int Cell)[] s_entries = [.. Entries()];

    /// <summary>Pairs of corners whose product is a forward entry of the first one's stencil.</summary>
    private static readonly (int First, int Second, int Entry)[] s_pairs = [.. Pairs()];

    private static int Corner(int node) => (node % 3 >> 1) | (node / 3 % 3 & 2) | ((node / 9 & 2) << 1);

    private static IEnumerable<(int At, int Slot, int Cell)> Entries()
    {
        for (int node = 0; node < 27; node++)
        {
            int lx = node % 3, ly = node / 3 % 3, lz = node / 9, type = (lx & 1) | ((ly & 1) << 1) | ((lz & 1) << 2), cell = Corner(node);
            if (type == 0) continue;
            for (int corner = 0; corner < Columns; corner++)
            {
                if ((corner & ~type) == 0) yield return ((node * Columns) + (corner | cell), Transfer.Slot(type, corner), cell);
            }
        }
    }

    private static IEnumerable<(int First, int Second, int Entry)> Pairs()
    {
        for (int c = 0; c < Columns; c++)
        {
            for (int d = 0; d < Columns; d++)
            {
                int dx = (d & 1) - (c & 1), dy = ((d >> 1) & 1) - ((c >> 1) & 1), dz = (d >> 2) - (c >> 2);
                if (StencilLevel.IsForward(dx, dy, dz)) yield return (c, d, StencilLevel.Forward(dx, dy, dz));
            }
        }
    }

    /// <summary>q += K p over the eight voxels of a coarse cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AddElements(FineLevel fine, int i, int j, int k, Span<float> p, Span<float> q)
    {
        bool any = false;
        int wide = fine.Boundary.X == BoundaryKind.Periodic && (2 * i) + 1 == fine.Nx ? 1 : 2;
        int high = fine.Boundary.Y == BoundaryKind.Periodic && (2 * j) + 1 == fine.Ny ? 1 : 2, deep = fine.Boundary.Z == BoundaryKind.Periodic && (2 * k) + 1 == fine.Nz ? 1 : 2;
        var five = Vector256.Create(5f);
        for (int ez = 0; ez < deep; ez++)
        {
            for (int ey = 0; ey < high; ey++)
            {
                int row = fine.CoefficientRow((2 * j) + ey, (2 * k) + ez) + (2 * i);
                for (int ex = 0; ex < wide; ex++)
                {
                    float value = fine.Coefficients[row + ex];
                    if (value == 0) continue;
                    any = true;
                    var c = Vector256.Create(value);
                    int b = ((ez * 9) + (ey * 3) + ex) * Columns;
                    ref float p0 = ref p[b], q0 = ref q[b];
                    var u0 = Vector256.LoadUnsafe(ref p0);
                    var u1 = Vector256.LoadUnsafe(ref p0, 1 * Columns);
                    var u2 = Vector256.LoadUnsafe(ref p0, 3 * Columns);
                    var u3 = Vector256.LoadUnsafe(ref p0, 4 * Columns);
                    var u4 = Vector256.LoadUnsafe(ref p0, 9 * Columns);
                    var u5 = Vector256.LoadUnsafe(ref p0, 10 * Columns);
                    var u6 = Vector256.LoadUnsafe(ref p0, 12 * Columns);
                    var u7 = Vector256.LoadUnsafe(ref p0, 13 * Columns);
                    Vector256<float> even = (u0 + u3) + (u5 + u6), odd = (u1 + u2) + (u4 + u7);
                    Add(ref q0, 0, c * ((five * u0) - even - u7));
                    Add(ref q0, 1 * Columns, c * ((five * u1) - odd - u6));
                    Add(ref q0, 3 * Columns, c * ((five * u2) - odd - u5));
                    Add(ref q0, 4 * Columns, c * ((five * u3) - even - u4));
                    Add(ref q0, 9 * Columns, c * ((five * u4) - odd - u3));
                    Add(ref q0, 10 * Columns, c * ((five * u5) - even - u2));
                    Add(ref q0, 12 * Columns, c * ((five * u6) - even - u1));
                    Add(ref q0, 13 * Columns, c * ((five * u7) - odd - u0));
                }
            }
        }

        return any;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref float target, nuint at, Vector256<float> value) => (Vector256.LoadUnsafe(ref target, at) + value).StoreUnsafe(ref target, at);

    /// <summary>
    /// For a row of coarse cells, its last one apart: where the entry of each counted pair of nodes stands (to which twice the cell's number is added) and the second
    /// node's row of P. <paramref name="ends"/> closes the list of each first node.
    /// </summary>
    private static void ListPairs(StencilLevel fine, StencilLevel coarse, int j, int k, Span<int> pairs, Span<int> ends)
    {
        int count = 0;
        for (int node = 0; node < 27; node++)
        {
            int lx = node % 3, ly = node / 3 % 3, lz = node / 9;
            int y = FineIndex(2 * j, ly, fine.Ny, fine.NodesY, fine.Boundary.Y), z = FineIndex(2 * k, lz, fine.Nz, fine.NodesZ, fine.Boundary.Z);
            for (int other = 0; other < 27 && y >= 0 && z >= 0; other++)
            {
                int dx = (other % 3) - lx, dy = (other / 3 % 3) - ly, dz = (other / 9) - lz;
                if (Math.Abs(dx) > 1 || Math.Abs(dy) > 1 || Math.Abs(dz) > 1 || lx + lx + dx == 4) continue;
                if (!Counts(ly, ly + dy, j, fine.Ny, coarse.Ny, fine.Boundary.Y) || !Counts(lz, lz + dz, k, fine.Nz, coarse.Nz, fine.Boundary.Z)) continue;
                int at = fine.EntryAt(dx, y, z, dy, dz);
                if (at < 0) continue;
                pairs[count++] = at + lx;
                pairs[count++] = other * Columns;
            }

            ends[node] = count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddListed(StencilLevel fine, int x, Span<int> pairs, Span<int> ends, Span<float> p, Span<float> q)
    {
        ref float a = ref fine.A[x], pRef = ref p[0], qRef = ref q[0];
        ref int pair = ref pairs[0];
        int at = 0;
        for (int node = 0; node < 27; node++)
        {
            Vector256<float> sum = default;
            for (int end = ends[node]; at < end; at += 2)
            {
                sum = Vector256.MultiplyAddEstimate(
                    Vector256.Create(Unsafe.Add(ref a, Unsafe.Add(ref pair, at))), Vector256.LoadUnsafe(ref pRef, (nuint)Unsafe.Add(ref pair, at + 1)), sum);
            }

            sum.StoreUnsafe(ref qRef, (nuint)(node * Columns));
        }
    }

    /// <summary>q += A p over pairs of nodes of a coarse cell; a pair on a face that two cells share is counted in the upper one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AddPairs(StencilLevel fine, StencilLevel coarse, int i, int j, int k, Span<float> p, Span<float> q, Span<float> stencil)
    {
        bool any = false;
        for (int lz = 0; lz < 3; lz++)
        {
            int z = FineIndex(2 * k, lz, fine.Nz, fine.NodesZ, fine.Boundary.Z);
            for (int ly = 0; ly < 3; ly++)
            {
                int y = FineIndex(2 * j, ly, fine.Ny, fine.NodesY, fine.Boundary.Y);
                for (int lx = 0; lx < 3; lx++)
                {
                    int x = FineIndex(2 * i, lx, fine.Nx, fine.NodesX, fine.Boundary.X);
                    if (x < 0 || y < 0 || z < 0) continue;
                    fine.Stencil(x, y, z, stencil);
                    if (stencil[13] == 0) continue;
                    any = true;
                    int at = ((lz * 9) + (ly * 3) + lx) * Columns;
                    var sum = Vector256.LoadUnsafe(ref q[at]);
                    for (int mz = Math.Max(0, lz - 1); mz <= Math.Min(2, lz + 1); mz++)
                    {
                        if (!Counts(lz, mz, k, fine.Nz, coarse.Nz, fine.Boundary.Z)) continue;
                        for (int my = Math.Max(0, ly - 1); my <= Math.Min(2, ly + 1); my++)
                        {
                            if (!Counts(ly, my, j, fine.Ny, coarse.Ny, fine.Boundary.Y)) continue;
                            for (int mx = Math.Max(0, lx - 1); mx <= Math.Min(2, lx + 1); mx++)
                            {
                                if (!Counts(lx, mx, i, fine.Nx, coarse.Nx, fine.Boundary.X)) continue;
                                float value = stencil[((mz - lz + 1) * 9) + ((my - ly + 1) * 3) + mx - lx + 1];
                                sum = Vector256.MultiplyAddEstimate(Vector256.Create(value), Vector256.LoadUnsafe(ref p[((mz * 9) + (my * 3) + mx) * Columns]), sum);
                            }
                        }
                    }

                    sum.StoreUnsafe(ref q[at]);
                }
            }
        }

        return any;
    }

    private static int FineIndex(int first, int local, int cells, int nodes, BoundaryKind kind)
    {
        int index = first + local;
        if (kind != BoundaryKind.Periodic) return index < nodes ? index : -1;
        // The last cell of an odd number is one fine cell wide: 0 and 1 are its nodes.
        if (first + 1 == cells && local == 2) return -1;
        return index >= nodes ? index - nodes : index;
    }

    private static bool Counts(int a, int b, int cell, int fineCells, int coarseCells, BoundaryKind kind)
    {
        if (kind == BoundaryKind.Periodic && (2 * cell) + 1 == fineCells) return a + b < 2 && a < 2 && b < 2;
        return a + b < 4 || (kind != BoundaryKind.Periodic && cell == coarseCells - 1);
    }

    /// <summary>m = pᵀq, over the entries of p that can differ from zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Project(Span<float> p, Span<float> q, Span<float> m)
    {
        Vector256<float> m0 = default, m1 = default, m2 = default, m3 = default, m4 = default, m5 = default, m6 = default, m7 = default, row;
        ref float pRef = ref p[0], qRef = ref q[0];
        m0 += Vector256.LoadUnsafe(ref qRef, 0 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 1 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (1 * Columns) + 0)), row, m0);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (1 * Columns) + 1)), row, m1);
        m1 += Vector256.LoadUnsafe(ref qRef, 2 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 3 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (3 * Columns) + 0)), row, m0);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (3 * Columns) + 2)), row, m2);
        row = Vector256.LoadUnsafe(ref qRef, 4 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (4 * Columns) + 0)), row, m0);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (4 * Columns) + 1)), row, m1);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (4 * Columns) + 2)), row, m2);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (4 * Columns) + 3)), row, m3);
        row = Vector256.LoadUnsafe(ref qRef, 5 * Columns);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (5 * Columns) + 1)), row, m1);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (5 * Columns) + 3)), row, m3);
        m2 += Vector256.LoadUnsafe(ref qRef, 6 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 7 * Columns);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (7 * Columns) + 2)), row, m2);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (7 * Columns) + 3)), row, m3);
        m3 += Vector256.LoadUnsafe(ref qRef, 8 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 9 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (9 * Columns) + 0)), row, m0);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (9 * Columns) + 4)), row, m4);
        row = Vector256.LoadUnsafe(ref qRef, 10 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (10 * Columns) + 0)), row, m0);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (10 * Columns) + 1)), row, m1);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (10 * Columns) + 4)), row, m4);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (10 * Columns) + 5)), row, m5);
        row = Vector256.LoadUnsafe(ref qRef, 11 * Columns);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (11 * Columns) + 1)), row, m1);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (11 * Columns) + 5)), row, m5);
        row = Vector256.LoadUnsafe(ref qRef, 12 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (12 * Columns) + 0)), row, m0);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (12 * Columns) + 2)), row, m2);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (12 * Columns) + 4)), row, m4);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (12 * Columns) + 6)), row, m6);
        row = Vector256.LoadUnsafe(ref qRef, 13 * Columns);
        m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 0)), row, m0);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 1)), row, m1);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 2)), row, m2);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 3)), row, m3);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 4)), row, m4);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 5)), row, m5);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 6)), row, m6);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (13 * Columns) + 7)), row, m7);
        row = Vector256.LoadUnsafe(ref qRef, 14 * Columns);
        m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (14 * Columns) + 1)), row, m1);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (14 * Columns) + 3)), row, m3);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (14 * Columns) + 5)), row, m5);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (14 * Columns) + 7)), row, m7);
        row = Vector256.LoadUnsafe(ref qRef, 15 * Columns);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (15 * Columns) + 2)), row, m2);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (15 * Columns) + 6)), row, m6);
        row = Vector256.LoadUnsafe(ref qRef, 16 * Columns);
        m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (16 * Columns) + 2)), row, m2);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (16 * Columns) + 3)), row, m3);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (16 * Columns) + 6)), row, m6);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (16 * Columns) + 7)), row, m7);
        row = Vector256.LoadUnsafe(ref qRef, 17 * Columns);
        m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (17 * Columns) + 3)), row, m3);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (17 * Columns) + 7)), row, m7);
        m4 += Vector256.LoadUnsafe(ref qRef, 18 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 19 * Columns);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (19 * Columns) + 4)), row, m4);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (19 * Columns) + 5)), row, m5);
        m5 += Vector256.LoadUnsafe(ref qRef, 20 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 21 * Columns);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (21 * Columns) + 4)), row, m4);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (21 * Columns) + 6)), row, m6);
        row = Vector256.LoadUnsafe(ref qRef, 22 * Columns);
        m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (22 * Columns) + 4)), row, m4);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (22 * Columns) + 5)), row, m5);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (22 * Columns) + 6)), row, m6);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (22 * Columns) + 7)), row, m7);
        row = Vector256.LoadUnsafe(ref qRef, 23 * Columns);
        m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (23 * Columns) + 5)), row, m5);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (23 * Columns) + 7)), row, m7);
        m6 += Vector256.LoadUnsafe(ref qRef, 24 * Columns);
        row = Vector256.LoadUnsafe(ref qRef, 25 * Columns);
        m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (25 * Columns) + 6)), row, m6);
        m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, (25 * Columns) + 7)), row, m7);
        m7 += Vector256.LoadUnsafe(ref qRef, 26 * Columns);
        ref float mRef = ref m[0];
        m0.StoreUnsafe(ref mRef, 0 * Columns);
        m1.StoreUnsafe(ref mRef, 1 * Columns);
        m2.StoreUnsafe(ref mRef, 2 * Columns);
        m3.StoreUnsafe(ref mRef, 3 * Columns);
        m4.StoreUnsafe(ref mRef, 4 * Columns);
        m5.StoreUnsafe(ref mRef, 5 * Columns);
        m6.StoreUnsafe(ref mRef, 6 * Columns);
        m7.StoreUnsafe(ref mRef, 7 * Columns);
    }
}
