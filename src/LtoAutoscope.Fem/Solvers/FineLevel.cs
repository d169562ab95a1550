using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>The finest level: the coefficients of <see cref="DiffusionOperator"/> in units of kh/12, without a matrix, in single precision.</summary>
internal sealed class FineLevel : MultigridLevel
{
    private readonly DiffusionOperator _operator;
    private float[]? _own;

    internal FineLevel(DiffusionOperator op, int threads)
        : base(op.Grid.VoxelsX, op.Grid.VoxelsY, op.Grid.VoxelsZ, op.Boundary, op.Boundary.HoldsHigh(0), op.Boundary.HoldsHigh(1), op.Boundary.HoldsHigh(2), threads)
    {
        _operator = op;
        // 6/4: the largest eigenvalue of the element matrix over its diagonal bounds that of the sum, whatever k and d ≥ 0 are.
        LargestEigenvalue = 1.5f;
    }

    internal float CoefficientAt(int x, int y, int z)
    {
        if (Boundary.X == BoundaryKind.Periodic) x = x < 0 ? x + Nx : x >= Nx ? x - Nx : x;
        return (uint)x >= (uint)Nx ? 0 : Coefficients[_operator.KRow(y, z) + x];
    }

    internal override void Stencil(int x, int y, int z, Span<float> entries)
    {
        entries.Clear();
        for (int corner = 0; corner < 8; corner++)
        {
            int sx = corner & 1, sy = (corner >> 1) & 1, sz = corner >> 2;
            float k = CoefficientAt(x - 1 + sx, y - 1 + sy, z - 1 + sz);
            int ix = 2 * sx, iy = 6 * sy, iz = 18 * sz;
            entries[13] += 4 * k;
            entries[9 + iy + ix] -= k;
            entries[iz + 3 + ix] -= k;
            entries[iz + iy + 1] -= k;
            entries[iz + iy + ix] -= k;
        }
    }

    internal int CoefficientRow(int y, int z) => _operator.KRow(y, z);

    internal float[] Coefficients => _own ?? _operator.Coefficients;

    /// <summary>
    /// Takes over the operator's coefficients. A consistent mass is, up to h⁴, the lumped one less h²/6 times the stiffness of k = 1, so with one the
    /// preconditioner has k − ρh²/6 (at least a quarter of k) beside the lumped mass.
    /// </summary>
    internal void Refresh()
    {
        if (_operator.MassDensity == 0)
        {
            _own = null;
            return;
        }

        float[] k = _operator.Coefficients;
        _own ??= new float[k.Length];
        float less = (float)(_operator.MassDensity * Math.Pow(_operator.VoxelSize, 3) / 72 / _operator.Scale);
        for (int i = 0; i < k.Length; i++) _own[i] = Math.Max(k[i] - less, 0.25f * k[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void DiagonalRow(int y, int z, float[] diagonal)
    {
        float[] k = Coefficients;
        ref float kmm = ref k[_operator.KRow(y - 1, z - 1)], kmp = ref k[_operator.KRow(y, z - 1)];
        ref float kpm = ref k[_operator.KRow(y - 1, z)], kpp = ref k[_operator.KRow(y, z)];
        float carry = Boundary.X == BoundaryKind.Periodic
            ? Unsafe.Add(ref kmm, Nx - 1) + Unsafe.Add(ref kmp, Nx - 1) + Unsafe.Add(ref kpm, Nx - 1) + Unsafe.Add(ref kpp, Nx - 1) : 0;
        DiagonalKernel(ref kmm, ref kmp, ref kpm, ref kpp, ref diagonal[0], RowLength, carry);
        if (D is { } d) AddKernel(ref d[Row(y, z)], ref diagonal[0], RowLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void ApplyRow(float[] u, int y, int z, float[] product, float[] diagonal)
    {
        ref float mm = ref u[RowWrapped(y - 1, z - 1)], m0 = ref u[RowWrapped(y, z - 1)], mp = ref u[RowWrapped(y + 1, z - 1)];
        ref float om = ref u[RowWrapped(y - 1, z)], o0 = ref u[Row(y, z)], op = ref u[RowWrapped(y + 1, z)];
        ref float pm = ref u[RowWrapped(y - 1, z + 1)], p0 = ref u[RowWrapped(y, z + 1)], pp = ref u[RowWrapped(y + 1, z + 1)];
        float[] k = Coefficients;
        ref float kmm = ref k[_operator.KRow(y - 1, z - 1)], kmp = ref k[_operator.KRow(y, z - 1)];
        ref float kpm = ref k[_operator.KRow(y - 1, z)], kpp = ref k[_operator.KRow(y, z)];
        float carry = 0, diagonalCarry = 0;
        if (Boundary.X == BoundaryKind.Periodic)
        {
            int e = Nx - 1;
            float a = Unsafe.Add(ref kmm, e), b = Unsafe.Add(ref kmp, e), c = Unsafe.Add(ref kpm, e), d = Unsafe.Add(ref kpp, e);
            diagonalCarry = a + b + c + d;
            carry = (4 * diagonalCarry * o0)
                - (a * (Unsafe.Add(ref mm, e) + mm)) - (b * (Unsafe.Add(ref mp, e) + mp)) - (c * (Unsafe.Add(ref pm, e) + pm)) - (d * (Unsafe.Add(ref pp, e) + pp))
                - ((a + c) * Unsafe.Add(ref om, e)) - ((b + d) * Unsafe.Add(ref op, e)) - ((a + b) * Unsafe.Add(ref m0, e)) - ((c + d) * Unsafe.Add(ref p0, e));
        }

        RowKernel(
            ref mm, ref m0, ref mp, ref om, ref o0, ref op, ref pm, ref p0, ref pp, ref kmm, ref kmp, ref kpm, ref kpp,
            ref product[0], ref diagonal[0], RowLength, carry, diagonalCarry);
        if (D is { } own) AddProductKernel(ref own[Row(y, z)], ref o0, ref product[0], ref diagonal[0], RowLength);
    }

    /// <summary>As the row kernel of <see cref="DiffusionOperator"/>, with the diagonal beside the product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowKernel(
        ref float mm, ref float m0, ref float mp, ref float om, ref float o0, ref float op, ref float pm, ref float p0, ref float pp,
        ref float kmm, ref float kmp, ref float kpm, ref float kpp, ref float product, ref float diagonal, int count, float carryIn, float diagonalCarryIn)
    {
        var firstLane = Vector256.Create(-1, 0, 0, 0, 0, 0, 0, 0).AsSingle();
        var rotation = Vector256.Create(7, 0, 1, 2, 3, 4, 5, 6);
        Vector256<float> carry = Vector256.Create(carryIn), carryDiagonal = Vector256.Create(4 * diagonalCarryIn), four = Vector256.Create(4f);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var c = Vector256.LoadUnsafe(ref kmm, i);
            var s = Vector256.LoadUnsafe(ref mm, i) + Vector256.LoadUnsafe(ref mm, i + 1);
            var body = c * s;
            var c2 = Vector256.LoadUnsafe(ref kmp, i);
            s = Vector256.LoadUnsafe(ref mp, i) + Vector256.LoadUnsafe(ref mp, i + 1);
            body = Vector256.MultiplyAddEstimate(c2, s, body);
            var kz = c + c2;
            var left = kz * Vector256.LoadUnsafe(ref m0, i + 1);
            var right = kz * Vector256.LoadUnsafe(ref m0, i);
            var c3 = Vector256.LoadUnsafe(ref kpm, i);
            s = Vector256.LoadUnsafe(ref pm, i) + Vector256.LoadUnsafe(ref pm, i + 1);
            body = Vector256.MultiplyAddEstimate(c3, s, body);
            var ky = c + c3;
            left = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref om, i + 1), left);
            right = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref om, i), right);
            var c4 = Vector256.LoadUnsafe(ref kpp, i);
            s = Vector256.LoadUnsafe(ref pp, i) + Vector256.LoadUnsafe(ref pp, i + 1);
            body = Vector256.MultiplyAddEstimate(c4, s, body);
            ky = c2 + c4;
            left = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref op, i + 1), left);
            right = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref op, i), right);
            var kz2 = c3 + c4;
            left = Vector256.MultiplyAddEstimate(kz2, Vector256.LoadUnsafe(ref p0, i + 1), left);
            right = Vector256.MultiplyAddEstimate(kz2, Vector256.LoadUnsafe(ref p0, i), right);
            var all = four * (kz + kz2);
            left = (all * Vector256.LoadUnsafe(ref o0, i)) - (left + body);
            right = (all * Vector256.LoadUnsafe(ref o0, i + 1)) - (right + body);
            var rotated = Vector256.Shuffle(right, rotation);
            (left + Vector256.ConditionalSelect(firstLane, carry, rotated)).StoreUnsafe(ref product, i);
            carry = rotated;
            rotated = Vector256.Shuffle(all, rotation);
            (all + Vector256.ConditionalSelect(firstLane, carryDiagonal, rotated)).StoreUnsafe(ref diagonal, i);
            carryDiagonal = rotated;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DiagonalKernel(ref float kmm, ref float kmp, ref float kpm, ref float kpp, ref float diagonal, int count, float carryIn)
    {
        var firstLane = Vector256.Create(-1, 0, 0, 0, 0, 0, 0, 0).AsSingle();
        var rotation = Vector256.Create(7, 0, 1, 2, 3, 4, 5, 6);
        Vector256<float> carry = Vector256.Create(4 * carryIn), four = Vector256.Create(4f);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var all = four * ((Vector256.LoadUnsafe(ref kmm, i) + Vector256.LoadUnsafe(ref kmp, i)) + (Vector256.LoadUnsafe(ref kpm, i) + Vector256.LoadUnsafe(ref kpp, i)));
            var rotated = Vector256.Shuffle(all, rotation);
            (all + Vector256.ConditionalSelect(firstLane, carry, rotated)).StoreUnsafe(ref diagonal, i);
            carry = rotated;
        }
    }

    private static void AddKernel(ref float d, ref float diagonal, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
            (Vector256.LoadUnsafe(ref diagonal, i) + Vector256.LoadUnsafe(ref d, i)).StoreUnsafe(ref diagonal, i);
    }

    private static void AddProductKernel(ref float d, ref float u, ref float product, ref float diagonal, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var own = Vector256.LoadUnsafe(ref d, i);
            (Vector256.LoadUnsafe(ref diagonal, i) + own).StoreUnsafe(ref diagonal, i);
            (Vector256.LoadUnsafe(ref product, i) + (own * Vector256.LoadUnsafe(ref u, i))).StoreUnsafe(ref product, i);
        }
    }
}
