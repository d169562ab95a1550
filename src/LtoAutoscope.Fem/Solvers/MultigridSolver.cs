using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LtoAutoscope.Fem.Solvers;

/// <summary>
/// Solves (K(k) + diag(d)) x = b: conjugate gradients in double precision, preconditioned by one multigrid V-cycle in single precision.
/// </summary>
/// <remarks>
/// <para>Coarse operators are Galerkin products PᵀAP with weights P that follow the operator (<see cref="Transfer"/>), so iteration counts do not
/// grow with the grid, hold for coefficients that jump between phases and for domains with holes, and regions that nothing connects stay
/// independent. Any number of voxels along an edge will do.</para>
/// <para>A region of the domain without held values and without diagonal is singular: the mean of the residual over its nodes is then taken off, and the solution
/// has zero mean there. All memory is taken when the solver is made; with one thread a solve allocates nothing. Sums run plane by plane, so the number of
/// threads does not change the answer. Thread safety: one solve at a time for each instance.</para>
/// </remarks>
public sealed class MultigridSolver
{
    private const int CoarsestNodes = 150;
    private const double ContrastOfVCycles = 20;
    private const int Lanes = VoxelGrid.Lanes;

    private readonly DiffusionOperator _operator;
    private readonly MultigridOptions _options;
    private readonly int _threads;
    private readonly List<MultigridLevel> _levels = [];
    private readonly List<Transfer> _transfers = [];
    private readonly CoarsestSolver _coarsest;
    private readonly FineLevel _fine;
    private readonly float[][] _rows;
    private readonly double[] _r;
    private readonly double[] _p;
    private readonly double[] _q;
    private readonly double[] _partial;
    private readonly Action<int, int, int> _residualSlab;
    private readonly Action<int, int, int> _directSlab;
    private readonly Action<int, int, int> _applySlab;
    private readonly Action<int, int, int> _advanceSlab;
    private readonly Action<int, int, int> _toSingleSlab;
    private readonly Action<int, int, int> _dotSlab;
    private double[] _x = [];
    private double[] _b = [];
    private double _scalar;
    private double _cycleScale;
    private int _coefficientVersion = -1;
    private int _diagonalVersion = -1;
    private bool _singular;
    private List<int[]> _regions = [];
    private bool[] _floating = [];
    private int _visits = 1;

    /// <param name="op">The operator; its coefficients and diagonal may change between solves.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="options">Smoothing; defaults if null.</param>
    public MultigridSolver(DiffusionOperator op, int threads = 1, MultigridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _operator = op;
        _options = options ?? new MultigridOptions();
        _threads = Math.Clamp(op.Grid.NodeCount / 12_000, 1, threads);
        var grid = op.Grid;
        _r = grid.CreateVector();
        _p = grid.CreateVector();
        _q = grid.CreateVector();
        _partial = new double[op.NodesZ];
        MultigridLevel level = new FineLevel(op, threads);
        _levels.Add(level);
        while (level.NodeCount > CoarsestNodes || level is FineLevel)
        {
            int nx = (level.Nx + 1) / 2, ny = (level.Ny + 1) / 2, nz = (level.Nz + 1) / 2;
            if (level is not FineLevel && nx == level.Nx && ny == level.Ny && nz == level.Nz) break;
            var coarse = new StencilLevel(
                nx, ny, nz, op.Boundary, level.HeldHighX && (level.Nx & 1) == 0, level.HeldHighY && (level.Ny & 1) == 0, level.HeldHighZ && (level.Nz & 1) == 0, threads);
            _transfers.Add(new Transfer(level, coarse));
            _levels.Add(coarse);
            level = coarse;
        }

        _coarsest = new CoarsestSolver((StencilLevel)level);
        _fine = (FineLevel)_levels[0];
        _rows = new float[_threads][];
        for (int i = 0; i < _threads; i++) _rows[i] = new float[_fine.RowLength];
        _residualSlab = ResidualSlab;
        _directSlab = DirectSlab;
        _applySlab = ApplySlab;
        _advanceSlab = AdvanceSlab;
        _toSingleSlab = ToSingleSlab;
        _dotSlab = DotSlab;
    }

    /// <summary>The operator.</summary>
    public DiffusionOperator Operator => _operator;

    /// <summary>Levels of the multigrid hierarchy, the finest included.</summary>
    public int LevelCount => _levels.Count;

    /// <summary>Brings the preconditioner up to the operator's coefficients and diagonal. <see cref="Solve"/> does so by itself.</summary>
    public void Update(CancellationToken cancellationToken = default)
    {
        bool rebuilt = false;
        if (_coefficientVersion != _operator.CoefficientVersion)
        {
            _fine.Refresh();
            for (int i = 0; i < _transfers.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TransferWeights.Compute(_transfers[i]);
                GalerkinProduct.Compute(_transfers[i]);
                _transfers[i].Coarse.D = null;
                _transfers[i].Coarse.SetDiagonal();
                _transfers[i].Coarse.BoundEigenvalues();
            }

            _regions = FindRegions();
            _floating = new bool[_regions.Count];
            _visits = _options.CoarseVisits > 0 ? _options.CoarseVisits : AutomaticVisits();
            _coefficientVersion = _operator.CoefficientVersion;
            rebuilt = true;
        }

        if (!rebuilt && _diagonalVersion == _operator.DiagonalVersion) return;
        SetDiagonal();
        _diagonalVersion = _operator.DiagonalVersion;
        _coarsest.Factorise();
        _singular = false;
        for (int i = 0; i < _regions.Count; i++) _singular |= _floating[i] = Floats(_regions[i]);
    }

    /// <summary>Solves (K + diag(d)) x = b.</summary>
    /// <param name="b">Right-hand side; entries at held nodes, images and outside the domain are not read.</param>
    /// <param name="x">On entry the held values on Dirichlet faces and a guess elsewhere; on return the solution, images filled. Entries outside the domain stay as they are.</param>
    /// <param name="relativeTolerance">Wanted ‖b − Ax‖₂ over the norm of the right-hand side with the held values moved to it.</param>
    /// <param name="maximumIterations">Iterations after which it gives up.</param>
    /// <param name="cancellationToken">Ends it within an iteration.</param>
    public ConjugateGradientOutcome Solve(double[] b, double[] x, double relativeTolerance, int maximumIterations = 200, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(x);
        if (b.Length != _r.Length || x.Length != _r.Length) throw new ArgumentException("b or x does not fit the grid.");
        Update(cancellationToken);
        _x = x;
        _b = b;
        double reference = Reference();
        _operator.FillImages(x);
        Slabs.Run(_operator.NodesZ, _threads, _residualSlab);
        double rr = Sum(_partial);
        if (_singular) rr = RemoveMeanResidual();
        if (reference == 0) reference = Math.Sqrt(rr);
        if (reference == 0) return new ConjugateGradientOutcome(0, 0, true);
        Array.Clear(_p);
        double rz = 0;
        int iteration = 0;
        double norm = Math.Sqrt(rr);
        while (norm > relativeTolerance * reference && iteration < maximumIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _scalar = 1 / norm;
            Slabs.Run(_operator.NodesZ, _threads, _toSingleSlab);
            Cycle(0);
            Slabs.Run(_operator.NodesZ, _threads, _dotSlab);
            double rzNext = Sum(_partial) * norm;
            if (!(rzNext > 0)) break;
            _scalar = iteration == 0 ? 0 : rzNext / rz;
            _cycleScale = norm;
            rz = rzNext;
            Slabs.Run(_operator.NodesZ, _threads, _directSlab);
            Slabs.Run(_operator.NodesZ, _threads, _applySlab);
            double curvature = Sum(_partial);
            if (!(curvature > 0)) break;
            _scalar = rz / curvature;
            Slabs.Run(_operator.NodesZ, _threads, _advanceSlab);
            rr = Sum(_partial);
            norm = Math.Sqrt(rr);
            iteration++;
        }

        if (_singular) CentreSolution();
        _operator.FillImages(x);
        double relative = norm / reference;
        return new ConjugateGradientOutcome(iteration, relative, relative <= relativeTolerance);
    }

    private void Cycle(int index)
    {
        var level = _levels[index];
        if (index == _levels.Count - 1)
        {
            _coarsest.Solve();
            return;
        }

        var transfer = _transfers[index];
        int visits = index == 0 ? 1 : _visits;
        for (int visit = 0; visit < visits; visit++)
        {
            level.Smooth(_options.SmoothingSteps, _options.SmoothingRange, fromZero: visit == 0);
            level.Residual();
            transfer.Restrict(level.R, transfer.Coarse.B);
            Cycle(index + 1);
            transfer.ProlongAndAdd(transfer.Coarse.X, level.X);
            level.Smooth(_options.SmoothingSteps, _options.SmoothingRange, fromZero: false);
        }
    }

    // Where coefficients jump, coarse levels see single modes (a particle nearly cut off from the rest) late; more visits cost little, for each level is an eighth of the one above.
    private int AutomaticVisits() => _operator.Contrast() < ContrastOfVCycles ? 1 : 2;

    private void SetDiagonal()
    {
        double[]? d = _operator.Diagonal;
        double density = _operator.MassDensity;
        if (d is null && density == 0)
        {
            foreach (var level in _levels) level.D = null;
        }
        else
        {
            foreach (var level in _levels) level.D ??= level.CreateVector();
            double factor = 1 / _operator.Scale;
            for (int z = 0; z < _operator.NodesZ; z++)
            {
                for (int y = 0; y < _operator.NodesY; y++)
                {
                    int from = _operator.Grid.Node(0, y, z), to = _fine.Row(y, z);
                    bool held = _operator.IsHeldRow(y, z);
                    for (int x = 0; x < _operator.NodesX; x++)
                    {
                        double value = d is null ? 0 : d[from + x];
                        // A consistent mass is preconditioned by the lumped one.
                        if (density > 0) value += density * _operator.LumpedMass(x, y, z);
                        _fine.D![to + x] = held ? 0 : (float)(value * factor);
                    }
                }
            }

            foreach (var transfer in _transfers) transfer.Restrict(transfer.Fine.D!, transfer.Coarse.D!);
        }

        foreach (var transfer in _transfers) transfer.Coarse.SetDiagonal();
    }

    // With every voxel in the domain there is one region, and any held face grounds it.
    private List<int[]> FindRegions()
        => _operator.Boundary.HasDirichlet && !_operator.HasHoles() ? [] : FloatingRegions.Find(_operator);

    // A diagonal anywhere in a region makes its part regular.
    private bool Floats(int[] region)
    {
        if (_operator.MassDensity > 0) return false;
        if (_operator.Diagonal is not { } d) return true;
        foreach (int node in region)
        {
            if (d[node] != 0) return false;
        }

        return true;
    }

    /// <summary>Norm of the right-hand side with the held values moved to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Reference()
    {
        var grid = _operator.Grid;
        bool heldValues = false;
        Array.Clear(_p);
        if (_operator.Boundary.HasDirichlet)
        {
            for (int z = 0; z < _operator.NodesZ; z++)
            {
                for (int y = 0; y < _operator.NodesY; y++)
                {
                    bool row = _operator.IsHeldRow(y, z);
                    int at = grid.Node(0, y, z), step = row ? 1 : grid.VoxelsX;
                    for (int x = 0; x <= grid.VoxelsX; x += step)
                    {
                        if (!row && !(x == 0 ? _operator.Boundary.HoldsLow(0) : _operator.Boundary.HoldsHigh(0))) continue;
                        _p[at + x] = _x[at + x];
                        heldValues |= _x[at + x] != 0;
                    }
                }
            }
        }

        double[] keep = _x;
        _x = _p;
        if (heldValues)
        {
            _operator.FillImages(_p);
            Slabs.Run(_operator.NodesZ, _threads, _residualSlab);
        }
        else
        {
            for (int z = 0; z < _operator.NodesZ; z++) LoadPlane(z, _rows[0]);
        }

        _x = keep;
        return Math.Sqrt(Sum(_partial));
    }

    /// <summary>r = b on the free nodes of the domain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadPlane(int z, float[] diagonal)
    {
        double sum = 0;
        for (int y = 0; y < _operator.NodesY; y++)
        {
            int at = _operator.Grid.Node(0, y, z);
            Array.Copy(_b, at, _r, at, _operator.Grid.RowStride);
            sum += CloseResidual(y, z, diagonal);
        }

        _partial[z] = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResidualSlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            double sum = 0;
            for (int y = 0; y < _operator.NodesY; y++)
            {
                int at = _operator.Grid.Node(0, y, z);
                if (!_operator.IsHeldRow(y, z))
                {
                    _operator.ApplyRow(_x, _r, y, z);
                    for (int i = at; i < at + _operator.Grid.RowStride; i++) _r[i] = _b[i] - _r[i];
                }

                sum += CloseResidual(y, z, _rows[slab]);
            }

            _partial[z] = sum;
        }
    }

    /// <summary>Zeros at held nodes, images, padding and outside the domain; returns the sum of squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double CloseResidual(int y, int z, float[] diagonal)
    {
        var grid = _operator.Grid;
        int at = grid.Node(0, y, z);
        if (_operator.IsHeldRow(y, z))
        {
            Array.Clear(_r, at, grid.RowStride);
            return 0;
        }

        Array.Clear(_r, at + _operator.NodesX, grid.RowStride - _operator.NodesX);
        if (_operator.Boundary.HoldsLow(0)) _r[at] = 0;
        if (_operator.Boundary.HoldsHigh(0)) _r[at + grid.VoxelsX] = 0;
        _fine.DiagonalRow(y, z, diagonal);
        double sum = 0;
        for (int x = 0; x < _operator.NodesX; x++)
        {
            if (diagonal[x] > 0) sum += _r[at + x] * _r[at + x];
            else _r[at + x] = 0;
        }

        return sum;
    }

    /// <summary>Takes the mean of the residual off in every floating region, which its singular part needs; returns the sum of squares.</summary>
    private double RemoveMeanResidual()
    {
        for (int i = 0; i < _regions.Count; i++)
        {
            if (_floating[i]) Centre(_r, _regions[i]);
        }

        double sum = 0;
        foreach (double r in _r) sum += r * r;
        return sum;
    }

    private void CentreSolution()
    {
        for (int i = 0; i < _regions.Count; i++)
        {
            if (_floating[i]) Centre(_x, _regions[i]);
        }
    }

    private static void Centre(double[] vector, int[] region)
    {
        double sum = 0;
        foreach (int node in region) sum += vector[node];
        double mean = sum / region.Length;
        foreach (int node in region) vector[node] -= mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToSingleSlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            for (int y = 0; y < _operator.NodesY; y++)
                ToSingle(ref _r[_operator.Grid.Node(0, y, z)], ref _fine.B[_fine.Row(y, z)], _operator.Grid.RowStride, _scalar);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DotSlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            double sum = 0;
            for (int y = 0; y < _operator.NodesY; y++)
                sum += Dot(ref _r[_operator.Grid.Node(0, y, z)], ref _fine.X[_fine.Row(y, z)], _operator.Grid.RowStride);
            _partial[z] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DirectSlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            for (int y = 0; y < _operator.NodesY; y++)
            {
                if (!_operator.IsHeldRow(y, z))
                    Direct(ref _p[_operator.Grid.Node(0, y, z)], ref _fine.X[_fine.Row(y, z)], _operator.Grid.RowStride, _scalar, _cycleScale);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApplySlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            double sum = 0;
            for (int y = 0; y < _operator.NodesY; y++)
            {
                if (_operator.IsHeldRow(y, z)) continue;
                _operator.ApplyRow(_p, _q, y, z);
                int at = _operator.Grid.Node(0, y, z);
                sum += Dot(ref _p[at], ref _q[at], _operator.Grid.RowStride);
            }

            _partial[z] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdvanceSlab(int slab, int from, int to)
    {
        for (int z = from; z < to; z++)
        {
            double sum = 0;
            for (int y = 0; y < _operator.NodesY; y++)
            {
                if (_operator.IsHeldRow(y, z)) continue;
                int at = _operator.Grid.Node(0, y, z);
                sum += Advance(ref _x[at], ref _r[at], ref _p[at], ref _q[at], _operator.Grid.RowStride, _scalar);
            }

            _partial[z] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToSingle(ref double r, ref float b, int count, double scale)
    {
        var factor = Vector256.Create(scale);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            var value = factor * Vector256.LoadUnsafe(ref r, i);
            Vector128.Narrow(value.GetLower(), value.GetUpper()).StoreUnsafe(ref b, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ref double r, ref float z, int count)
    {
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)count; i += Lanes) sum += Vector256.LoadUnsafe(ref r, i) * DiffusionOperator.Widen(ref z, i);
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ref double a, ref double b, int count)
    {
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)count; i += Lanes) sum += Vector256.LoadUnsafe(ref a, i) * Vector256.LoadUnsafe(ref b, i);
        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Direct(ref double p, ref float z, int count, double beta, double scale)
    {
        Vector256<double> b = Vector256.Create(beta), s = Vector256.Create(scale);
        for (nuint i = 0; i < (nuint)count; i += Lanes)
            ((b * Vector256.LoadUnsafe(ref p, i)) + (s * DiffusionOperator.Widen(ref z, i))).StoreUnsafe(ref p, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Advance(ref double x, ref double r, ref double p, ref double q, int count, double alpha)
    {
        var step = Vector256.Create(alpha);
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)count; i += Lanes)
        {
            (Vector256.LoadUnsafe(ref x, i) + (step * Vector256.LoadUnsafe(ref p, i))).StoreUnsafe(ref x, i);
            var residual = Vector256.LoadUnsafe(ref r, i) - (step * Vector256.LoadUnsafe(ref q, i));
            residual.StoreUnsafe(ref r, i);
            sum += residual * residual;
        }

        return Vector256.Sum(sum);
    }

    private static double Sum(double[] parts)
    {
        double sum = 0;
        foreach (double part in parts) sum += part;
        return sum;
    }
}
