using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// The stiffness of −∇·(k∇u) with trilinear (Q1) hexahedra on cubic voxels, one coefficient a voxel, applied without a matrix:
/// y = (K(k) + diag(d)) u. Voxels with k = 0 are outside the domain.
/// </summary>
/// <remarks>
/// The element matrix of a cube of edge h is kh/12 times 4 on the diagonal, 0 along edges, −1 across faces and −1 through the body
/// (exact integration), so K is an M-matrix: with a lumped mass, discrete solutions obey the maximum principle.
/// An application streams a vector in, a vector out, and a coefficient a voxel. Thread safety: <see cref="Apply"/> only reads the operator.
/// </remarks>
public sealed class VoxelOperator
{
    private readonly double[] _coefficients;
    private readonly int[] _rowStart;
    private readonly int[] _rowEnd;
    private readonly double[] _ownDiagonal;

    /// <param name="grid">The box.</param>
    /// <param name="voxelSize">Edge of a voxel, m (or the unit of the problem).</param>
    /// <param name="coefficients">k of each voxel, ≥ 0, <see cref="VoxelGrid.VoxelCount"/> entries, x fastest.</param>
    /// <param name="fixedBoundary">Whether u = 0 is held on the faces of the box (their rows become identity).</param>
    /// <exception cref="ArgumentException">The number of coefficients differs from the number of voxels.</exception>
    public VoxelOperator(VoxelGrid grid, double voxelSize, ReadOnlySpan<double> coefficients, bool fixedBoundary = false)
    {
        if (coefficients.Length != grid.VoxelCount)
            throw new ArgumentException($"{coefficients.Length} coefficients for {grid.VoxelCount} voxels.", nameof(coefficients));
        Grid = grid;
        FixedBoundary = fixedBoundary;
        int rows = grid.VoxelsY * grid.VoxelsZ;
        _coefficients = new double[rows * grid.RowStride];
        _rowStart = new int[rows];
        _rowEnd = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int first = -1, last = -1;
            for (int x = 0; x < grid.VoxelsX; x++)
            {
                double c = coefficients[(row * grid.VoxelsX) + x] * voxelSize / 12;
                _coefficients[(row * grid.RowStride) + x] = c;
                if (c == 0) continue;
                if (first < 0) first = x;
                last = x;
            }

            if (first < 0) continue;
            _rowStart[row] = first / VoxelGrid.Lanes * VoxelGrid.Lanes;
            _rowEnd[row] = ((last / VoxelGrid.Lanes) + 1) * VoxelGrid.Lanes;
        }

        _ownDiagonal = ComputeDiagonal();
    }

    /// <summary>The box.</summary>
    public VoxelGrid Grid { get; }

    /// <summary>Whether u = 0 is held on the faces of the box.</summary>
    public bool FixedBoundary { get; }

    /// <summary>The diagonal of K(k); zero at nodes that no voxel of the domain touches, one at fixed nodes.</summary>
    public ReadOnlySpan<double> Diagonal => _ownDiagonal;

    /// <summary>y = (K + diag(d)) u.</summary>
    /// <param name="u">Nodal vector, padding zero; zero at fixed nodes.</param>
    /// <param name="y">Nodal vector, overwritten.</param>
    /// <param name="diagonal">d, or empty for none.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    public void Apply(double[] u, double[] y, double[]? diagonal = null, int threads = 1)
    {
        int slabs = Math.Min(threads, Grid.VoxelsZ);
        if (slabs <= 1)
        {
            ApplySlab(u, y, diagonal, 0, Grid.VoxelsZ, null);
        }
        else
        {
            // Each slab owns its lower planes; what it adds to the first plane of the next slab waits in a buffer.
            var seams = new double[slabs][];
            Parallel.For(0, slabs, new ParallelOptions { MaxDegreeOfParallelism = threads, TaskScheduler = TaskScheduler.Current }, slab =>
            {
                int from = (int)((long)Grid.VoxelsZ * slab / slabs), to = (int)((long)Grid.VoxelsZ * (slab + 1) / slabs);
                if (slab < slabs - 1) seams[slab] = new double[Grid.PlaneStride + VoxelGrid.Lanes];
                ApplySlab(u, y, diagonal, from, to, slab < slabs - 1 ? seams[slab] : null);
            });
            for (int slab = 0; slab < slabs - 1; slab++)
            {
                int plane = (int)((long)Grid.VoxelsZ * (slab + 1) / slabs) * Grid.PlaneStride;
                double[] seam = seams[slab];
                for (int i = 0; i < Grid.PlaneStride; i++) y[plane + i] += seam[i];
            }
        }

        if (FixedBoundary) ClearBoundary(y);
    }

    /// <summary>Sets the nodes on the faces of the box to zero.</summary>
    public void ClearBoundary(double[] vector)
    {
        var g = Grid;
        Array.Clear(vector, 0, g.PlaneStride);
        Array.Clear(vector, g.VoxelsZ * g.PlaneStride, g.PlaneStride);
        for (int z = 1; z < g.VoxelsZ; z++)
        {
            Array.Clear(vector, g.Node(0, 0, z), g.RowStride);
            Array.Clear(vector, g.Node(0, g.VoxelsY, z), g.RowStride);
            for (int y = 1; y < g.VoxelsY; y++)
            {
                vector[g.Node(0, y, z)] = 0;
                vector[g.Node(g.VoxelsX, y, z)] = 0;
            }
        }
    }

    private void ApplySlab(double[] u, double[] y, double[]? diagonal, int fromLayer, int toLayer, double[]? seam)
    {
        int plane = Grid.PlaneStride;
        InitialisePlane(u, y, diagonal, fromLayer * plane, plane);
        for (int z = fromLayer; z < toLayer; z++)
        {
            bool intoSeam = z == toLayer - 1 && seam is not null;
            if (!intoSeam) InitialisePlane(u, y, diagonal, (z + 1) * plane, plane);
            ref double upper = ref intoSeam ? ref MemoryMarshal.GetArrayDataReference(seam!) : ref y[(z + 1) * plane];
            ApplyLayer(ref u[z * plane], ref u[(z + 1) * plane], ref y[z * plane], ref upper, z);
        }
    }

    private static void InitialisePlane(double[] u, double[] y, double[]? diagonal, int offset, int length)
    {
        if (diagonal is null)
        {
            Array.Clear(y, offset, length);
            return;
        }

        ref double uRef = ref u[offset], yRef = ref y[offset], dRef = ref diagonal[offset];
        for (nuint i = 0; i < (nuint)length; i += VoxelGrid.Lanes)
            (Vector256.LoadUnsafe(ref uRef, i) * Vector256.LoadUnsafe(ref dRef, i)).StoreUnsafe(ref yRef, i);
    }

    private void ApplyLayer(ref double uLow, ref double uHigh, ref double yLow, ref double yHigh, int z)
    {
        int stride = Grid.RowStride;
        for (int j = 0; j < Grid.VoxelsY; j++)
        {
            int row = (z * Grid.VoxelsY) + j;
            int start = _rowStart[row], end = _rowEnd[row];
            if (end == 0) continue;
            int r0 = j * stride, r1 = r0 + stride;
            ApplyRow(
                ref _coefficients[row * stride],
                ref Unsafe.Add(ref uLow, r0), ref Unsafe.Add(ref uLow, r1), ref Unsafe.Add(ref uHigh, r0), ref Unsafe.Add(ref uHigh, r1),
                ref Unsafe.Add(ref yLow, r0), ref Unsafe.Add(ref yLow, r1), ref Unsafe.Add(ref yHigh, r0), ref Unsafe.Add(ref yHigh, r1),
                start, end, stride);
        }
    }

    /// <summary>
    /// One row of voxels: nodes a (left) and b (right) on its four node rows. What a voxel gives to its right nodes is carried
    /// by a lane rotation into the next vector, so each row is read and written once.
    /// </summary>
    private static void ApplyRow(
        ref double c, ref double u0, ref double u1, ref double u2, ref double u3,
        ref double y0, ref double y1, ref double y2, ref double y3, int start, int end, int stride)
    {
        var four = Vector256.Create(4.0);
        var firstLane = Vector256.Create(-1L, 0L, 0L, 0L).AsDouble();
        Vector256<double> carry0 = default, carry1 = default, carry2 = default, carry3 = default;
        for (int k = start; k < end; k += VoxelGrid.Lanes)
        {
            nuint i = (nuint)k;
            var a0 = Vector256.LoadUnsafe(ref u0, i);
            var a1 = Vector256.LoadUnsafe(ref u1, i);
            var a2 = Vector256.LoadUnsafe(ref u2, i);
            var a3 = Vector256.LoadUnsafe(ref u3, i);
            var b0 = Vector256.LoadUnsafe(ref u0, i + 1);
            var b1 = Vector256.LoadUnsafe(ref u1, i + 1);
            var b2 = Vector256.LoadUnsafe(ref u2, i + 1);
            var b3 = Vector256.LoadUnsafe(ref u3, i + 1);
            var k4 = Vector256.LoadUnsafe(ref c, i);
            var a12 = a1 + a2;
            var b12 = b1 + b2;
            var a03 = a0 + a3;
            var b03 = b0 + b3;

            var sum = a3 + b3;
            var right = k4 * ((four * b0) - (a12 + sum));
            var left = k4 * ((four * a0) - (b12 + sum));
            Store(ref y0, i, left, right, ref carry0, firstLane);

            sum = a2 + b2;
            right = k4 * ((four * b1) - (a03 + sum));
            left = k4 * ((four * a1) - (b03 + sum));
            Store(ref y1, i, left, right, ref carry1, firstLane);

            sum = a1 + b1;
            right = k4 * ((four * b2) - (a03 + sum));
            left = k4 * ((four * a2) - (b03 + sum));
            Store(ref y2, i, left, right, ref carry2, firstLane);

            sum = a0 + b0;
            right = k4 * ((four * b3) - (a12 + sum));
            left = k4 * ((four * a3) - (b12 + sum));
            Store(ref y3, i, left, right, ref carry3, firstLane);
        }

        if (end >= stride) return;
        Unsafe.Add(ref y0, end) += carry0[0];
        Unsafe.Add(ref y1, end) += carry1[0];
        Unsafe.Add(ref y2, end) += carry2[0];
        Unsafe.Add(ref y3, end) += carry3[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        ref double y, nuint i, Vector256<double> left, Vector256<double> right, ref Vector256<double> carry, Vector256<double> firstLane)
    {
        var rotated = Vector256.Shuffle(right, Vector256.Create(3L, 0L, 1L, 2L));
        (Vector256.LoadUnsafe(ref y, i) + left + Vector256.ConditionalSelect(firstLane, carry, rotated)).StoreUnsafe(ref y, i);
        carry = rotated;
    }

    private double[] ComputeDiagonal()
    {
        var g = Grid;
        double[] diagonal = g.CreateVector();
        for (int z = 0; z < g.VoxelsZ; z++)
        {
            for (int y = 0; y < g.VoxelsY; y++)
            {
                for (int x = 0; x < g.VoxelsX; x++)
                {
                    double c = 4 * _coefficients[(((z * g.VoxelsY) + y) * g.RowStride) + x];
                    if (c == 0) continue;
                    for (int corner = 0; corner < 8; corner++)
                        diagonal[g.Node(x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2))] += c;
                }
            }
        }

        if (!FixedBoundary) return diagonal;
        ClearBoundary(diagonal);
        for (int z = 0; z <= g.VoxelsZ; z++)
        {
            for (int y = 0; y <= g.VoxelsY; y++)
            {
                bool edge = z == 0 || z == g.VoxelsZ || y == 0 || y == g.VoxelsY;
                int step = edge ? 1 : g.VoxelsX;
                for (int x = 0; x <= g.VoxelsX; x += step) diagonal[g.Node(x, y, z)] = 1;
            }
        }

        return diagonal;
    }
}
