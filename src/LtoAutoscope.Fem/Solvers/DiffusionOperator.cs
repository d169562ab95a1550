using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// y = (K(k) + diag(d)) u: −∇·(k∇u) + d·u with trilinear (Q1) hexahedra on cubic voxels, one coefficient a voxel, without a matrix.
/// Voxels with k = 0 are outside the domain. Boundaries are chosen for each axis.
/// </summary>
/// <remarks>
/// <para>Nodal vectors have the layout of <see cref="VoxelGrid"/> for every kind of boundary. Across a periodic axis the last node plane holds
/// images of the first: entries of a right-hand side there are not read (<see cref="Fold"/> adds them to their originals), entries of u are
/// overwritten with the original's value.</para>
/// <para>The element matrix of a cube of edge h is kh/12 times 4 on the diagonal, 0 along edges, −1 across faces and −1 through the body. A row of
/// nodes is gathered from its four rows of voxels, so each result is written once and slabs of planes need no seam. An application streams
/// u (8 bytes a node), k (4) and y (8). Coefficients are kept in single precision, relative to a power of two near the largest, which changes a
/// coefficient by less than 6·10⁻⁸ of itself.</para>
/// <para>Thread safety: applications may run at the same time; setters must not run beside them.</para>
/// </remarks>
public sealed class DiffusionOperator
{
    private const int Lanes = VoxelGrid.Lanes;

    private readonly int _kLayer;
    private readonly bool _heldLowX;
    private readonly bool _heldLowY;
    private readonly bool _heldLowZ;
    private readonly bool _heldHighX;
    private readonly bool _heldHighY;
    private readonly bool _heldHighZ;
    private double[]? _diagonal;

    /// <param name="grid">The box.</param>
    /// <param name="voxelSize">Edge of a voxel, m (or the unit of the problem).</param>
    /// <param name="boundary">The boundaries.</param>
    public DiffusionOperator(VoxelGrid grid, double voxelSize, BoxBoundary boundary)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(voxelSize);
        Grid = grid;
        VoxelSize = voxelSize;
        Boundary = boundary;
        (_heldLowX, _heldLowY, _heldLowZ) = (boundary.HoldsLow(0), boundary.HoldsLow(1), boundary.HoldsLow(2));
        (_heldHighX, _heldHighY, _heldHighZ) = (boundary.HoldsHigh(0), boundary.HoldsHigh(1), boundary.HoldsHigh(2));
        KStride = (grid.VoxelsX + 8) / 8 * 8;
        _kLayer = KStride * (grid.VoxelsY + 1);
        // Each layer ends in a row of zeros and the layers in a layer of zeros: what lies beyond a Neumann or Dirichlet face.
        Coefficients = GC.AllocateArray<float>(checked((_kLayer * (grid.VoxelsZ + 1)) + 24), pinned: true);
    }

    /// <summary>The box.</summary>
    public VoxelGrid Grid { get; }

    /// <summary>Edge of a voxel.</summary>
    public double VoxelSize { get; }

    /// <summary>The boundaries.</summary>
    public BoxBoundary Boundary { get; }

    /// <summary>d at the nodes, or null for none; the array given last, not a copy.</summary>
    public double[]? Diagonal => _diagonal;

    /// <summary>Counts changes of the coefficients, so that a preconditioner knows when it is out of date.</summary>
    public int CoefficientVersion { get; private set; }

    /// <summary>Counts calls of <see cref="SetDiagonal"/>.</summary>
    public int DiagonalVersion { get; private set; }

    internal float[] Coefficients { get; }

    internal int KStride { get; }

    /// <summary>What a stored coefficient is multiplied with to give kh/12.</summary>
    internal double Scale { get; private set; } = 1;

    /// <summary>Sets k, voxel by voxel.</summary>
    /// <param name="k">k ≥ 0, <see cref="VoxelGrid.VoxelCount"/> entries, x fastest; 0 outside the domain.</param>
    /// <exception cref="ArgumentException">Wrong length, or an entry that is negative or not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetCoefficients(ReadOnlySpan<double> k)
    {
        CheckLength(k.Length);
        double largest = 0;
        foreach (double value in k)
        {
            if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentException($"A coefficient of {value} is not allowed.", nameof(k));
            largest = Math.Max(largest, value);
        }

        double factor = Normalise(largest);
        for (int row = 0, at = 0; row < Grid.VoxelsY * Grid.VoxelsZ; row++)
        {
            int to = KRow(row % Grid.VoxelsY, row / Grid.VoxelsY);
            for (int x = 0; x < Grid.VoxelsX; x++) Coefficients[to + x] = (float)(k[at++] * factor);
        }
    }

    /// <summary>Sets k by phase: k of a voxel is the table's entry at the voxel's phase.</summary>
    /// <param name="phases">Phase of each voxel, <see cref="VoxelGrid.VoxelCount"/> entries, x fastest.</param>
    /// <param name="table">k ≥ 0 of each phase; 0 for phases outside the domain.</param>
    /// <exception cref="ArgumentException">Wrong length, a phase beyond the table, or an entry that is negative or not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetCoefficients(ReadOnlySpan<byte> phases, ReadOnlySpan<double> table)
    {
        CheckLength(phases.Length);
        double largest = 0;
        foreach (double value in table)
        {
            if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentException($"A coefficient of {value} is not allowed.", nameof(table));
            largest = Math.Max(largest, value);
        }

        double factor = Normalise(largest);
        Span<float> values = stackalloc float[256];
        values.Fill(float.NaN);
        for (int i = 0; i < Math.Min(256, table.Length); i++) values[i] = (float)(table[i] * factor);
        for (int row = 0; row < Grid.VoxelsY * Grid.VoxelsZ; row++)
        {
            var to = Coefficients.AsSpan(KRow(row % Grid.VoxelsY, row / Grid.VoxelsY), Grid.VoxelsX);
            var from = phases.Slice(row * Grid.VoxelsX, Grid.VoxelsX);
            for (int x = 0; x < to.Length; x++) to[x] = values[from[x]];
        }

        if (table.Length < 256 && phases.ContainsAnyInRange((byte)table.Length, (byte)255))
            throw new ArgumentException($"A voxel has a phase beyond the table of {table.Length}.", nameof(phases));
    }

    /// <summary>k as stored.</summary>
    public double CoefficientAt(int x, int y, int z) => Coefficients[KRow(y, z) + x] * Scale * 12 / VoxelSize;

    /// <summary>Sets the nodal diagonal, for example lumped mass over time step. The array is kept: call again after changing it.</summary>
    /// <param name="diagonal">d ≥ 0 as a nodal vector, in the unit of K (k times length), or null for none. Entries at periodic images and outside the domain are not read.</param>
    public void SetDiagonal(double[]? diagonal)
    {
        if (diagonal is not null && diagonal.Length != Grid.VectorLength)
            throw new ArgumentException($"{diagonal.Length} entries for a vector of {Grid.VectorLength}.", nameof(diagonal));
        _diagonal = diagonal;
        DiagonalVersion++;
    }

    /// <summary>
    /// Adds ρM to the operator, M being the consistent mass matrix of the whole box (∫NᵢNⱼ, exact integration), for problems whose mass is to be
    /// integrated as the stiffness is; the default is none. The cell model lumps its mass into the diagonal instead, which keeps the maximum principle.
    /// </summary>
    /// <param name="density">ρ ≥ 0: for a time step of implicit Euler, capacity over time step.</param>
    public void SetConsistentMass(double density)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(density);
        if (MassDensity == density) return;
        MassDensity = density;
        DiagonalVersion++;
        CoefficientVersion++;
    }

    /// <summary>ρ of <see cref="SetConsistentMass"/>.</summary>
    public double MassDensity { get; private set; }

    /// <summary>y = density·M u at the free nodes, with the consistent mass matrix of the whole box.</summary>
    /// <param name="u">Nodal vector; its periodic images are refreshed.</param>
    /// <param name="y">Nodal vector, overwritten.</param>
    /// <param name="density">Factor.</param>
    public void ApplyMass(double[] u, double[] y, double density)
    {
        ArgumentNullException.ThrowIfNull(u);
        ArgumentNullException.ThrowIfNull(y);
        if (Boundary.X == BoundaryKind.Periodic) FillImagesX(u);
        Array.Clear(y);
        for (int z = 0; z < NodesZ; z++)
        {
            for (int r = 0; r < NodesY; r++)
            {
                if (IsHeldRow(r, z)) continue;
                AddMassRow(u, y, r, z, density);
                CloseRow(y, Grid.Node(0, r, z));
            }
        }
    }

    /// <summary>Lumped mass at a node for density 1: the volume of the half voxels around it.</summary>
    internal double LumpedMass(int x, int y, int z)
    {
        return VoxelSize * VoxelSize * VoxelSize * Share(x, Grid.VoxelsX, Boundary.X) * Share(y, Grid.VoxelsY, Boundary.Y) * Share(z, Grid.VoxelsZ, Boundary.Z);

        static double Share(int i, int n, BoundaryKind kind) => kind != BoundaryKind.Periodic && (i == 0 || i == n) ? 0.5 : 1;
    }

    // M is the product of three one-dimensional mass matrices h/6·(1, 4, 1), (2, 1) at an end: first the nine rows are summed, then neighbours along x.
    private void AddMassRow(double[] u, double[] result, int y, int z, double density)
    {
        double h = VoxelSize / 6, factor = density * h * h * h;
        int to = Grid.Node(0, y, z), n = Grid.VoxelsX;
        double[] row = t_massRow is { } kept && kept.Length >= Grid.RowStride ? kept : t_massRow = new double[Grid.RowStride];
        int low = WrapNode(y - 1, Grid.VoxelsY, Boundary.Y) * Grid.RowStride, own = y * Grid.RowStride, high = WrapNode(y + 1, Grid.VoxelsY, Boundary.Y) * Grid.RowStride;
        int below = WrapNode(z - 1, Grid.VoxelsZ, Boundary.Z) * Grid.PlaneStride, here = z * Grid.PlaneStride, above = WrapNode(z + 1, Grid.VoxelsZ, Boundary.Z) * Grid.PlaneStride;
        var yWeights = Weights(y, Grid.VoxelsY, Boundary.Y, 1);
        var zWeights = Weights(z, Grid.VoxelsZ, Boundary.Z, factor);
        SumRows(
            ref u[below + low], ref u[below + own], ref u[below + high], ref u[here + low], ref u[here + own], ref u[here + high], ref u[above + low], ref u[above + own], ref u[above + high],
            ref row[0], Grid.RowStride, yWeights, zWeights);
        bool periodic = Boundary.X == BoundaryKind.Periodic;
        MassKernel(ref row[0], ref result[to], n);
        result[to] += periodic ? (4 * row[0]) + row[1] + row[n - 1] : (2 * row[0]) + row[1];
        if (!periodic) result[to + n] += (2 * row[n]) + row[n - 1];

        static (double Low, double Own, double High) Weights(int i, int n, BoundaryKind kind, double factor)
            => kind == BoundaryKind.Periodic ? (factor, 4 * factor, factor) : (i > 0 ? factor : 0, (i == 0 || i == n ? 2 : 4) * factor, i < n ? factor : 0);
    }

    [ThreadStatic]
    private static double[]? t_massRow;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(
        ref double mm, ref double m0, ref double mp, ref double om, ref double o0, ref double op, ref double pm, ref double p0, ref double pp, ref double row, int count,
        (double Low, double Own, double High) y, (double Low, double Own, double High) z)
    {
        Vector256<double> yl = Vector256.Create(y.Low), yo = Vector256.Create(y.Own), yh = Vector256.Create(y.High);
        Vector256<double> zl = Vector256.Create(z.Low), zo = Vector256.Create(z.Own), zh = Vector256.Create(z.High);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var below = (yl * Vector256.LoadUnsafe(ref mm, i)) + (yo * Vector256.LoadUnsafe(ref m0, i)) + (yh * Vector256.LoadUnsafe(ref mp, i));
            var here = (yl * Vector256.LoadUnsafe(ref om, i)) + (yo * Vector256.LoadUnsafe(ref o0, i)) + (yh * Vector256.LoadUnsafe(ref op, i));
            var above = (yl * Vector256.LoadUnsafe(ref pm, i)) + (yo * Vector256.LoadUnsafe(ref p0, i)) + (yh * Vector256.LoadUnsafe(ref pp, i));
            ((zl * below) + (zo * here) + (zh * above)).StoreUnsafe(ref row, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MassKernel(ref double u, ref double y, int n)
    {
        var four = Vector256.Create(4.0);
        int i = 1;
        for (; i + Lanes <= n; i += Lanes)
        {
            nuint at = (nuint)i;
            var sum = Vector256.LoadUnsafe(ref u, at - 1) + Vector256.LoadUnsafe(ref u, at + 1) + (four * Vector256.LoadUnsafe(ref u, at));
            (Vector256.LoadUnsafe(ref y, at) + sum).StoreUnsafe(ref y, at);
        }

        for (; i < n; i++) Unsafe.Add(ref y, i) += Unsafe.Add(ref u, i - 1) + (4 * Unsafe.Add(ref u, i)) + Unsafe.Add(ref u, i + 1);
    }

    private void CloseRow(double[] y, int at)
    {
        if (_heldLowX) y[at] = 0;
        if (_heldHighX || Boundary.X == BoundaryKind.Periodic) y[at + Grid.VoxelsX] = 0;
    }

    /// <summary>y = (K + diag(d) + ρM) u at the free nodes; 0 at held nodes, padding and images.</summary>
    /// <param name="u">Nodal vector; its periodic images are refreshed.</param>
    /// <param name="y">Nodal vector, overwritten.</param>
    /// <param name="threads">Threads, at least 1.</param>
    public void Apply(double[] u, double[] y, int threads = 1)
    {
        if (Boundary.X == BoundaryKind.Periodic) FillImagesX(u);
        if (threads <= 1 || NodesZ == 1) ApplyPlanes(u, y, 0, NodesZ);
        else ApplyParallel(u, y, threads);
        ClearUnused(y);
    }

    /// <summary>Lumped volume of the domain at each node: an eighth of each adjoining voxel with k &gt; 0; images folded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] LumpedVolume()
    {
        double[] mass = Grid.CreateVector();
        double share = VoxelSize * VoxelSize * VoxelSize / 8;
        for (int z = 0; z < Grid.VoxelsZ; z++)
        {
            for (int y = 0; y < Grid.VoxelsY; y++)
            {
                int row = KRow(y, z);
                for (int x = 0; x < Grid.VoxelsX; x++)
                {
                    if (Coefficients[row + x] == 0) continue;
                    for (int corner = 0; corner < 8; corner++) mass[Grid.Node(x + (corner & 1), y + ((corner >> 1) & 1), z + (corner >> 2))] += share;
                }
            }
        }

        Fold(mass);
        return mass;
    }

    /// <summary>Adds the entries at periodic images to their originals and clears them, as a sum over voxels needs.</summary>
    public void Fold(double[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ForEachImage((image, original) =>
        {
            vector[original] += vector[image];
            vector[image] = 0;
        });
    }

    /// <summary>Copies values to the periodic images.</summary>
    public void FillImages(double[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ForEachImage((image, original) => vector[image] = vector[original]);
    }

    internal int NodesX => Boundary.X == BoundaryKind.Periodic ? Grid.VoxelsX : Grid.VoxelsX + 1;

    internal int NodesY => Boundary.Y == BoundaryKind.Periodic ? Grid.VoxelsY : Grid.VoxelsY + 1;

    internal int NodesZ => Boundary.Z == BoundaryKind.Periodic ? Grid.VoxelsZ : Grid.VoxelsZ + 1;

    /// <summary>Whether a row of nodes is held as a whole.</summary>
    internal bool IsHeldRow(int y, int z)
        => (y == 0 && _heldLowY) || (z == 0 && _heldLowZ) || (y == Grid.VoxelsY && _heldHighY) || (z == Grid.VoxelsZ && _heldHighZ);

    /// <summary>Start of a row of coefficients; rows beyond the box are zero or, across a periodic axis, the image.</summary>
    internal int KRow(int y, int z) => 8 + (WrapVoxel(z, Grid.VoxelsZ, Boundary.Z) * _kLayer) + (WrapVoxel(y, Grid.VoxelsY, Boundary.Y) * KStride);

    private static int WrapVoxel(int i, int n, BoundaryKind kind)
        => (uint)i < (uint)n ? i : kind != BoundaryKind.Periodic ? n : i < 0 ? i + n : i - n;

    private static int WrapNode(int i, int n, BoundaryKind kind)
        => i < 0 ? (kind == BoundaryKind.Periodic ? n - 1 : 0) : kind == BoundaryKind.Periodic ? (i >= n ? i - n : i) : Math.Min(i, n);

    /// <summary>Rows of one plane: y = (K + diag(d)) u on every row that is not held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ApplyPlanes(double[] u, double[] y, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            for (int r = 0; r < NodesY; r++)
            {
                if (IsHeldRow(r, z)) Array.Clear(y, Grid.Node(0, r, z), Grid.RowStride);
                else ApplyRow(u, y, r, z);
            }
        }
    }

    private void ApplyParallel(double[] u, double[] y, int threads) => Slabs.Run(NodesZ, threads, (_, from, to) => ApplyPlanes(u, y, from, to));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ApplyRow(double[] u, double[] result, int y, int z)
    {
        int low = WrapNode(y - 1, Grid.VoxelsY, Boundary.Y), high = WrapNode(y + 1, Grid.VoxelsY, Boundary.Y);
        int below = WrapNode(z - 1, Grid.VoxelsZ, Boundary.Z) * Grid.PlaneStride, here = z * Grid.PlaneStride;
        int above = WrapNode(z + 1, Grid.VoxelsZ, Boundary.Z) * Grid.PlaneStride, stride = Grid.RowStride;
        ref double mm = ref u[below + (low * stride)], m0 = ref u[below + (y * stride)], mp = ref u[below + (high * stride)];
        ref double om = ref u[here + (low * stride)], o0 = ref u[here + (y * stride)], op = ref u[here + (high * stride)];
        ref double pm = ref u[above + (low * stride)], p0 = ref u[above + (y * stride)], pp = ref u[above + (high * stride)];
        ref float kmm = ref Coefficients[KRow(y - 1, z - 1)], kmp = ref Coefficients[KRow(y, z - 1)];
        ref float kpm = ref Coefficients[KRow(y - 1, z)], kpp = ref Coefficients[KRow(y, z)];
        int at = here + (y * stride);
        double carry = 0;
        if (Boundary.X == BoundaryKind.Periodic)
        {
            int e = Grid.VoxelsX - 1;
            carry = RightOf(
                Unsafe.Add(ref kmm, e), Unsafe.Add(ref kmp, e), Unsafe.Add(ref kpm, e), Unsafe.Add(ref kpp, e),
                Unsafe.Add(ref mm, e) + mm, Unsafe.Add(ref mp, e) + mp, Unsafe.Add(ref pm, e) + pm, Unsafe.Add(ref pp, e) + pp,
                o0, Unsafe.Add(ref om, e), Unsafe.Add(ref op, e), Unsafe.Add(ref m0, e), Unsafe.Add(ref p0, e));
        }

        RowKernel(
            ref mm, ref m0, ref mp, ref om, ref o0, ref op, ref pm, ref p0, ref pp, ref kmm, ref kmp, ref kpm, ref kpp,
            ref result[at], stride, carry, Scale);
        if (_diagonal is { } d) AddDiagonal(ref d[at], ref o0, ref result[at], stride);
        if (MassDensity > 0) AddMassRow(u, result, y, z, MassDensity);
        CloseRow(result, at);
    }

    private static double RightOf(
        double kmm, double kmp, double kpm, double kpp, double smm, double smp, double spm, double spp,
        double centre, double om, double op, double m0, double p0)
    {
        double all = kmm + kmp + kpm + kpp;
        return (4 * all * centre) - (kmm * smm) - (kmp * smp) - (kpm * spm) - (kpp * spp)
            - ((kmm + kpm) * om) - ((kmp + kpp) * op) - ((kmm + kmp) * m0) - ((kpm + kpp) * p0);
    }

    /// <summary>
    /// One row of nodes. For the four rows of voxels around it, "left" is what a voxel gives to its left node on this row and "right" what it
    /// gives to the right one, which a lane rotation carries over. First letter of a name: z below, here, above; second: y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowKernel(
        ref double mm, ref double m0, ref double mp, ref double om, ref double o0, ref double op, ref double pm, ref double p0, ref double pp,
        ref float kmm, ref float kmp, ref float kpm, ref float kpp, ref double y, int count, double carryIn, double scale)
    {
        var firstLane = Vector256.Create(-1L, 0L, 0L, 0L).AsDouble();
        var carry = Vector256.Create(carryIn);
        var four = Vector256.Create(4.0);
        var factor = Vector256.Create(scale);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var c = Widen(ref kmm, i);
            var s = Vector256.LoadUnsafe(ref mm, i) + Vector256.LoadUnsafe(ref mm, i + 1);
            var body = c * s;
            var c2 = Widen(ref kmp, i);
            s = Vector256.LoadUnsafe(ref mp, i) + Vector256.LoadUnsafe(ref mp, i + 1);
            body = Vector256.MultiplyAddEstimate(c2, s, body);
            var kz = c + c2;
            var left = kz * Vector256.LoadUnsafe(ref m0, i + 1);
            var right = kz * Vector256.LoadUnsafe(ref m0, i);
            var c3 = Widen(ref kpm, i);
            s = Vector256.LoadUnsafe(ref pm, i) + Vector256.LoadUnsafe(ref pm, i + 1);
            body = Vector256.MultiplyAddEstimate(c3, s, body);
            var ky = c + c3;
            left = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref om, i + 1), left);
            right = Vector256.MultiplyAddEstimate(ky, Vector256.LoadUnsafe(ref om, i), right);
            var c4 = Widen(ref kpp, i);
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
            var rotated = Vector256.Shuffle(right, Vector256.Create(3L, 0L, 1L, 2L));
            (factor * (left + Vector256.ConditionalSelect(firstLane, carry, rotated))).StoreUnsafe(ref y, i);
            carry = rotated;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Widen(ref float k, nuint i)
        => Avx.IsSupported ? Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref k, i)) : Vector256.WidenLower(Vector256.LoadUnsafe(ref k, i));

    private static void AddDiagonal(ref double d, ref double u, ref double y, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += Lanes)
            (Vector256.LoadUnsafe(ref y, i) + (Vector256.LoadUnsafe(ref d, i) * Vector256.LoadUnsafe(ref u, i))).StoreUnsafe(ref y, i);
    }

    private void FillImagesX(double[] u)
    {
        for (int z = 0; z < NodesZ; z++)
        {
            for (int y = 0; y < NodesY; y++)
            {
                int row = Grid.Node(0, y, z);
                u[row + Grid.VoxelsX] = u[row];
            }
        }
    }

    private void ClearUnused(double[] y)
    {
        if (Boundary.Z == BoundaryKind.Periodic) Array.Clear(y, Grid.VoxelsZ * Grid.PlaneStride, Grid.PlaneStride);
        if (Boundary.Y != BoundaryKind.Periodic) return;
        for (int z = 0; z < NodesZ; z++) Array.Clear(y, Grid.Node(0, Grid.VoxelsY, z), Grid.RowStride);
    }

    private void ForEachImage(Action<int, int> body)
    {
        var g = Grid;
        if (Boundary.X == BoundaryKind.Periodic)
        {
            for (int z = 0; z <= g.VoxelsZ; z++)
            {
                for (int y = 0; y <= g.VoxelsY; y++) body(g.Node(g.VoxelsX, y, z), g.Node(0, y, z));
            }
        }

        if (Boundary.Y == BoundaryKind.Periodic)
        {
            for (int z = 0; z <= g.VoxelsZ; z++)
            {
                for (int x = 0; x <= g.VoxelsX; x++) body(g.Node(x, g.VoxelsY, z), g.Node(x, 0, z));
            }
        }

        if (Boundary.Z != BoundaryKind.Periodic) return;
        for (int y = 0; y <= g.VoxelsY; y++)
        {
            for (int x = 0; x <= g.VoxelsX; x++) body(g.Node(x, y, g.VoxelsZ), g.Node(x, y, 0));
        }
    }

    internal bool HasHoles()
    {
        for (int z = 0; z < Grid.VoxelsZ; z++)
        {
            for (int y = 0; y < Grid.VoxelsY; y++)
            {
                if (Coefficients.AsSpan(KRow(y, z), Grid.VoxelsX).Contains(0f)) return true;
            }
        }

        return false;
    }

    /// <summary>Largest over smallest coefficient in the domain; 1 for an empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Contrast()
    {
        float largest = 0, smallest = float.PositiveInfinity;
        foreach (float k in Coefficients)
        {
            largest = Math.Max(largest, k);
            if (k > 0) smallest = Math.Min(smallest, k);
        }

        return largest > 0 ? largest / smallest : 1;
    }

    private double Normalise(double largest)
    {
        int exponent = largest > 0 ? Math.ILogB(largest) : 0;
        Scale = Math.ScaleB(VoxelSize / 12, exponent);
        CoefficientVersion++;
        return Math.ScaleB(1, -exponent);
    }

    private void CheckLength(int length)
    {
        if (length != Grid.VoxelCount) throw new ArgumentException($"{length} coefficients for {Grid.VoxelCount} voxels.");
    }
}
