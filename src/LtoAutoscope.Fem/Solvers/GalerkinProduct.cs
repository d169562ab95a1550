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

    private static void AddLayer(Transfer transfer, int k)
    {
        var coarse = transfer.Coarse;
        Span<float> p = stackalloc float[27 * Columns], q = stackalloc float[27 * Columns], m = stackalloc float[Columns * Columns];
        Span<float> stencil = stackalloc float[27];
        p.Clear();
        for (int j = 0; j < coarse.Ny; j++)
        {
            for (int i = 0; i < coarse.Nx; i++)
            {
                Gather(transfer, i, j, k, p);
                q.Clear();
                bool any = transfer.Fine is FineLevel fine ? AddElements(fine, i, j, k, p, q) : AddPairs((StencilLevel)transfer.Fine, coarse, i, j, k, p, q, stencil);
                if (!any) continue;
                Project(p, q, m);
                Scatter(coarse, m, i, j, k);
            }
        }
    }

    /// <summary>Rows of P for the 27 nodes of a coarse cell, columns being its corners.</summary>
    private static void Gather(Transfer transfer, int i, int j, int k, Span<float> p)
    {
        var coarse = transfer.Coarse;
        int i1 = MultigridLevel.Wrap(i + 1, coarse.NodesX, coarse.Boundary.X);
        int j1 = MultigridLevel.Wrap(j + 1, coarse.NodesY, coarse.Boundary.Y), k1 = MultigridLevel.Wrap(k + 1, coarse.NodesZ, coarse.Boundary.Z);
        int node = 0;
        for (int lz = 0; lz < 3; lz++)
        {
            for (int ly = 0; ly < 3; ly++)
            {
                int row = transfer.Weight(ly == 2 ? j1 : j, lz == 2 ? k1 : k, 0);
                for (int lx = 0; lx < 3; lx++, node++)
                {
                    int type = (lx & 1) | ((ly & 1) << 1) | ((lz & 1) << 2), shift = (lx >> 1) | (ly & 2) | ((lz & 2) << 1);
                    if (type == 0)
                    {
                        p[(node * Columns) + shift] = 1;
                        continue;
                    }

                    int at = row + (lx == 2 ? i1 : i);
                    for (int corner = type; ; corner = (corner - 1) & type)
                    {
                        p[(node * Columns) + (corner | shift)] = transfer.Weights[at + (Transfer.Slot(type, corner) * coarse.Stride)];
                        if (corner == 0) break;
                    }
                }
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

    /// <summary>q += A p over pairs of nodes of a coarse cell; a pair on a face that two cells share is counted in the upper one.</summary>
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

    /// <summary>m = pᵀq.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Project(Span<float> p, Span<float> q, Span<float> m)
    {
        Vector256<float> m0 = default, m1 = default, m2 = default, m3 = default, m4 = default, m5 = default, m6 = default, m7 = default;
        ref float pRef = ref p[0], qRef = ref q[0];
        for (nuint at = 0; at < 27 * Columns; at += Columns)
        {
            var row = Vector256.LoadUnsafe(ref qRef, at);
            m0 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at)), row, m0);
            m1 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 1)), row, m1);
            m2 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 2)), row, m2);
            m3 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 3)), row, m3);
            m4 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 4)), row, m4);
            m5 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 5)), row, m5);
            m6 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 6)), row, m6);
            m7 = Vector256.MultiplyAddEstimate(Vector256.Create(Unsafe.Add(ref pRef, at + 7)), row, m7);
        }

        ref float mRef = ref m[0];
        m0.StoreUnsafe(ref mRef);
        m1.StoreUnsafe(ref mRef, 1 * Columns);
        m2.StoreUnsafe(ref mRef, 2 * Columns);
        m3.StoreUnsafe(ref mRef, 3 * Columns);
        m4.StoreUnsafe(ref mRef, 4 * Columns);
        m5.StoreUnsafe(ref mRef, 5 * Columns);
        m6.StoreUnsafe(ref mRef, 6 * Columns);
        m7.StoreUnsafe(ref mRef, 7 * Columns);
    }

    private static void Scatter(StencilLevel coarse, Span<float> m, int i, int j, int k)
    {
        int i1 = MultigridLevel.Wrap(i + 1, coarse.NodesX, coarse.Boundary.X);
        int j1 = MultigridLevel.Wrap(j + 1, coarse.NodesY, coarse.Boundary.Y), k1 = MultigridLevel.Wrap(k + 1, coarse.NodesZ, coarse.Boundary.Z);
        float[] a = coarse.A;
        for (int c = 0; c < Columns; c++)
        {
            int at = coarse.Segment((c & 2) != 0 ? j1 : j, (c & 4) != 0 ? k1 : k, 0) + ((c & 1) != 0 ? i1 : i);
            for (int d = 0; d < Columns; d++)
            {
                int dx = (d & 1) - (c & 1), dy = ((d >> 1) & 1) - ((c >> 1) & 1), dz = (d >> 2) - (c >> 2);
                if (StencilLevel.IsForward(dx, dy, dz)) a[at + (StencilLevel.Forward(dx, dy, dz) * coarse.Stride)] += m[(c * Columns) + d];
            }
        }
    }
}
