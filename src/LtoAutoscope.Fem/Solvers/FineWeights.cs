using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// What <see cref="TransferWeights"/> computes from stencils, for the finest level straight from the coefficients of the voxels, eight coarse
/// nodes at a time. Summed over directions, the equation of a node knows only sums of k: on a line 3k to either side; in a plane k to the sides
/// and 2k to the corners, against 4k; in a cell k across faces and through the body, against 4k.
/// </summary>
internal static class FineWeights
{
    private const int Lanes = MultigridLevel.Lanes;

    internal static void Compute(Transfer transfer, FineLevel fine)
    {
        var coarse = transfer.Coarse;
        Slabs.Run(coarse.NodesZ, fine.Threads, (_, from, to) => ForRows(transfer, fine, from, to, lines: true));
        for (int segment = 0; coarse.Boundary.X == BoundaryKind.Periodic && segment < coarse.NodesY * coarse.NodesZ * Transfer.WeightCount; segment++)
            transfer.Weights[Lanes + (segment * coarse.Stride) + coarse.Nx] = transfer.Weights[Lanes + (segment * coarse.Stride)];
        Slabs.Run(coarse.NodesZ, fine.Threads, (_, from, to) => ForRows(transfer, fine, from, to, lines: false));
    }

    private static void ForRows(Transfer transfer, FineLevel fine, int from, int to, bool lines)
    {
        var coarse = transfer.Coarse;
        for (int k = from; k < to; k++)
        {
            for (int j = 0; j < coarse.NodesY; j++)
            {
                if (lines) Lines(transfer, fine, j, k);
                else PlanesAndCells(transfer, fine, j, k);
                Close(transfer, fine, j, k, lines);
            }
        }
    }

    /// <summary>Zeros where no node is, at held nodes and in the padding.</summary>
    private static void Close(Transfer transfer, FineLevel fine, int j, int k, bool lines)
    {
        var coarse = transfer.Coarse;
        float[] w = transfer.Weights;
        for (int type = 1; type < 8; type++)
        {
            if (int.IsPow2(type) != lines) continue;
            int y = (2 * j) + ((type >> 1) & 1), z = (2 * k) + (type >> 2);
            bool none = y >= fine.NodesY || z >= fine.NodesZ || TransferWeights.IsHeldOdd(fine, type, y, z);
            int valid = none ? 0 : coarse.Boundary.X == BoundaryKind.Periodic ? coarse.Nx : (type & 1) == 0 ? (fine.Nx / 2) + 1 : (fine.Nx + 1) / 2;
            if ((type & 1) == 1 && fine.HeldHighX && (fine.Nx & 1) == 1) valid = Math.Min(valid, fine.Nx / 2);
            for (int corner = 0; corner < 8; corner++)
            {
                if ((corner & ~type) == 0) Array.Clear(w, transfer.Weight(j, k, Transfer.Slot(type, corner)) + valid, coarse.RowLength - valid);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Inverse(Vector256<float> sum) => (Vector256<float>.One / sum) & Vector256.GreaterThan(sum, Vector256<float>.Zero);

    // k before each even node: the voxel 2i − 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Before(FineLevel fine, int row, nuint i)
    {
        var before = Transfer.Split(ref fine.Coefficients[row - 1], 2 * i).Even;
        return i > 0 ? before : before.WithElement(0, fine.Boundary.X == BoundaryKind.Periodic ? fine.Coefficients[row + fine.Nx - 1] : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lines(Transfer transfer, FineLevel fine, int j, int k)
    {
        float[] c = fine.Coefficients, w = transfer.Weights;
        Span<int> rows = stackalloc int[9];
        for (int r = 0; r < 9; r++) rows[r] = fine.CoefficientRow((2 * j) - 1 + (r % 3), (2 * k) - 1 + (r / 3));
        int stride = transfer.Coarse.Stride, at = transfer.Weight(j, k, 0);
        ref float x0 = ref w[at + (Transfer.Slot(1, 0) * stride)], x1 = ref w[at + (Transfer.Slot(1, 1) * stride)];
        ref float y0 = ref w[at + (Transfer.Slot(2, 0) * stride)], y1 = ref w[at + (Transfer.Slot(2, 2) * stride)];
        ref float z0 = ref w[at + (Transfer.Slot(4, 0) * stride)], z1 = ref w[at + (Transfer.Slot(4, 4) * stride)];
        for (nuint i = 0; i < (nuint)transfer.Coarse.RowLength; i += Lanes)
        {
            var (e0, o0) = Transfer.Split(ref c[rows[0]], 2 * i);
            var (e1, o1) = Transfer.Split(ref c[rows[1]], 2 * i);
            var (e3, o3) = Transfer.Split(ref c[rows[3]], 2 * i);
            var (e4, o4) = Transfer.Split(ref c[rows[4]], 2 * i);
            Vector256<float> low = (e0 + e1) + (e3 + e4), high = (o0 + o1) + (o3 + o4), inverse = Inverse(low + high);
            (low * inverse).StoreUnsafe(ref x0, i);
            (high * inverse).StoreUnsafe(ref x1, i);

            Vector256<float> s0 = e0 + Before(fine, rows[0], i), s1 = e1 + Before(fine, rows[1], i), s3 = e3 + Before(fine, rows[3], i), s4 = e4 + Before(fine, rows[4], i);
            var s2 = Transfer.Split(ref c[rows[2]], 2 * i).Even + Before(fine, rows[2], i);
            var s5 = Transfer.Split(ref c[rows[5]], 2 * i).Even + Before(fine, rows[5], i);
            low = s1 + s4;
            high = s2 + s5;
            inverse = Inverse(low + high);
            (low * inverse).StoreUnsafe(ref y0, i);
            (high * inverse).StoreUnsafe(ref y1, i);

            var s6 = Transfer.Split(ref c[rows[6]], 2 * i).Even + Before(fine, rows[6], i);
            var s7 = Transfer.Split(ref c[rows[7]], 2 * i).Even + Before(fine, rows[7], i);
            low = s3 + s4;
            high = s6 + s7;
            inverse = Inverse(low + high);
            (low * inverse).StoreUnsafe(ref z0, i);
            (high * inverse).StoreUnsafe(ref z1, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PlanesAndCells(Transfer transfer, FineLevel fine, int j, int k)
    {
        var coarse = transfer.Coarse;
        float[] c = fine.Coefficients, w = transfer.Weights;
        int j1 = MultigridLevel.Wrap(j + 1, coarse.NodesY, coarse.Boundary.Y), k1 = MultigridLevel.Wrap(k + 1, coarse.NodesZ, coarse.Boundary.Z);
        int m0 = fine.CoefficientRow(2 * j, (2 * k) - 1), m1 = fine.CoefficientRow((2 * j) + 1, (2 * k) - 1);
        int om = fine.CoefficientRow((2 * j) - 1, 2 * k), o0 = fine.CoefficientRow(2 * j, 2 * k), o1 = fine.CoefficientRow((2 * j) + 1, 2 * k);
        int pm = fine.CoefficientRow((2 * j) - 1, (2 * k) + 1), p0 = fine.CoefficientRow(2 * j, (2 * k) + 1), p1 = fine.CoefficientRow((2 * j) + 1, (2 * k) + 1);
        int stride = coarse.Stride, own = transfer.Weight(j, k, 0);
        int x00 = own + (Transfer.Slot(1, 0) * stride), x10 = transfer.Weight(j1, k, Transfer.Slot(1, 0)), x01 = transfer.Weight(j, k1, Transfer.Slot(1, 0)), x11 = transfer.Weight(j1, k1, Transfer.Slot(1, 0));
        int y0 = own + (Transfer.Slot(2, 0) * stride), y1 = transfer.Weight(j, k1, Transfer.Slot(2, 0));
        int z0 = own + (Transfer.Slot(4, 0) * stride), z1 = transfer.Weight(j1, k, Transfer.Slot(4, 0));
        int xy = own + (Transfer.Slot(3, 0) * stride), xz = own + (Transfer.Slot(5, 0) * stride), yz = own + (Transfer.Slot(6, 0) * stride), xyz = own + (Transfer.Slot(7, 0) * stride);
        for (int i = 0; i < coarse.RowLength; i += Lanes)
        {
            nuint at = (nuint)(2 * i);
            var (a00, b00) = Transfer.Split(ref c[o0], at);
            var (a10, b10) = Transfer.Split(ref c[o1], at);
            var (a01, b01) = Transfer.Split(ref c[p0], at);
            var (a11, b11) = Transfer.Split(ref c[p1], at);

            var (e, o) = Transfer.Split(ref c[m0], at);
            var (f, g) = Transfer.Split(ref c[m1], at);
            Plane(w, xy + i, stride, a00 + e, b00 + o, a10 + f, b10 + g, x00 + i, x10 + i, y0 + i, y0 + i + 1);

            (e, o) = Transfer.Split(ref c[om], at);
            (f, g) = Transfer.Split(ref c[pm], at);
            Plane(w, xz + i, stride, a00 + e, b00 + o, a01 + f, b01 + g, x00 + i, x01 + i, z0 + i, z0 + i + 1);

            nuint from = (nuint)i;
            Plane(
                w, yz + i, stride, a00 + Before(fine, o0, from), a10 + Before(fine, o1, from), a01 + Before(fine, p0, from), a11 + Before(fine, p1, from),
                y0 + i, y1 + i, z0 + i, z1 + i);

            var sum = ((a00 + b00) + (a10 + b10)) + ((a01 + b01) + (a11 + b11));
            var inverse = Inverse(sum) * Vector256.Create(0.25f);
            Cell(w, xyz + i, inverse, a00, a00 + a01, a00 + a10, a00 + b00, z0 + i, y0 + i, x00 + i);
            Cell(w, xyz + i + stride, inverse, b00, b00 + b01, b00 + b10, a00 + b00, z0 + i + 1, y0 + i + 1, x00 + i + stride);
            Cell(w, xyz + i + (2 * stride), inverse, a10, a10 + a11, a00 + a10, a10 + b10, z1 + i, y0 + i + stride, x10 + i);
            Cell(w, xyz + i + (3 * stride), inverse, b10, b10 + b11, b00 + b10, a10 + b10, z1 + i + 1, y0 + i + 1 + stride, x10 + i + stride);
            Cell(w, xyz + i + (4 * stride), inverse, a01, a00 + a01, a01 + a11, a01 + b01, z0 + i + stride, y1 + i, x01 + i);
            Cell(w, xyz + i + (5 * stride), inverse, b01, b00 + b01, b01 + b11, a01 + b01, z0 + i + 1 + stride, y1 + i + 1, x01 + i + stride);
            Cell(w, xyz + i + (6 * stride), inverse, a11, a10 + a11, a01 + a11, a11 + b11, z1 + i + stride, y1 + i + stride, x11 + i);
            Cell(w, xyz + i + (7 * stride), inverse, b11, b10 + b11, b01 + b11, a11 + b11, z1 + i + 1 + stride, y1 + i + 1 + stride, x11 + i + stride);
        }
    }

    /// <summary>
    /// A node in a plane of directions (1, 2): q are the summed coefficients of its four quadrants; line weights are those of direction 1 at the low and
    /// high side of direction 2, and of direction 2 at the low and high side of direction 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Plane(
        float[] w, int at, int stride, Vector256<float> q00, Vector256<float> q10, Vector256<float> q01, Vector256<float> q11, int first0, int first1, int second0, int second1)
    {
        Vector256<float> low1 = q00 + q01, high1 = q10 + q11, low2 = q00 + q10, high2 = q01 + q11;
        var inverse = Inverse(low1 + high1) * Vector256.Create(0.25f);
        Put(w, at, inverse * ((low1 * Get(w, second0)) + (low2 * Get(w, first0)) + (q00 + q00)));
        Put(w, at + stride, inverse * ((high1 * Get(w, second1)) + (low2 * Get(w, first0 + stride)) + (q10 + q10)));
        Put(w, at + (2 * stride), inverse * ((low1 * Get(w, second0 + stride)) + (high2 * Get(w, first1)) + (q01 + q01)));
        Put(w, at + (3 * stride), inverse * ((high1 * Get(w, second1 + stride)) + (high2 * Get(w, first1 + stride)) + (q11 + q11)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cell(
        float[] w, int at, Vector256<float> inverse, Vector256<float> body, Vector256<float> alongZ, Vector256<float> alongY, Vector256<float> alongX, int z, int y, int x)
        => Put(w, at, inverse * ((alongZ * Get(w, z)) + (alongY * Get(w, y)) + (alongX * Get(w, x)) + body));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Get(float[] w, int at) => Vector256.LoadUnsafe(ref w[at]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float[] w, int at, Vector256<float> value) => value.StoreUnsafe(ref w[at]);
}
