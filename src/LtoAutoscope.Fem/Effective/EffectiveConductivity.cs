using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Effective;

/// <summary>
/// Effective conductivity of a structure of cubic voxels: −∇·(k∇u) = 0 under a unit mean gradient, and the mean flux. Conductivity here stands as well
/// for diffusivity or any other coefficient of the kind. All results are in the unit of k.
/// </summary>
/// <remarks>
/// Between held plates a structure that repeats is cut open, so the value depends on the depth of the box; the periodic value does not. Either is an
/// upper bound of the discrete structure's in the sense of energy, second order in the voxel for smooth coefficients.
/// Thread safety: one computation at a time for each instance.
/// </remarks>
public sealed class EffectiveConductivity
{
    /// <summary>Relative residual that solves end at, unless asked otherwise.</summary>
    public const double DefaultTolerance = 1e-7;

    private const int MaximumIterations = 500;

    private readonly VoxelGrid _grid;
    private readonly double[] _k;
    private readonly int _threads;
    private readonly double _tolerance;

    /// <param name="grid">The box.</param>
    /// <param name="conductivity">k ≥ 0 of each voxel, x fastest; 0 where nothing passes. See <see cref="PartialVolume"/> for voxels that an interface cuts.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="tolerance">Relative residual.</param>
    /// <exception cref="ArgumentException">Wrong length.</exception>
    public EffectiveConductivity(VoxelGrid grid, double[] conductivity, int threads = 1, double tolerance = DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(conductivity);
        if (conductivity.Length != grid.VoxelCount) throw new ArgumentException($"{conductivity.Length} conductivities for {grid.VoxelCount} voxels.", nameof(conductivity));
        _grid = grid;
        _k = conductivity;
        _threads = threads;
        _tolerance = tolerance;
    }

    /// <summary>Iterations that the computations so far took.</summary>
    public int Iterations { get; private set; }

    /// <summary>The symmetric tensor of a structure that repeats in all directions; entry [i, j] is the mean flux along j of a unit mean gradient along i, sign reversed.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">A solve does not converge.</exception>
    public double[,] PeriodicTensor(CancellationToken cancellationToken = default)
    {
        var op = new DiffusionOperator(_grid, 1, BoxBoundary.Periodic);
        op.SetCoefficients(_k);
        var solver = new MultigridSolver(op, _threads);
        double mean = 0;
        foreach (double k in _k) mean += k / _k.Length;
        double[][] loads = [Load(0), Load(1), Load(2)];
        var tensor = new double[3, 3];
        for (int axis = 0; axis < 3; axis++)
        {
            double[] u = _grid.CreateVector();
            Solve(solver, loads[axis], u, axis, cancellationToken);
            for (int other = 0; other < 3; other++)
            {
                // ∫k(e + ∇u)·e′ over the volume; the load is −∫k e′·∇N.
                double sum = 0;
                for (int i = 0; i < u.Length; i++) sum += u[i] * loads[other][i];
                tensor[axis, other] = (axis == other ? mean : 0) - (sum / _grid.VoxelCount);
            }
        }

        return tensor;
    }

    /// <summary>Along one axis of a structure that repeats in all directions.</summary>
    /// <param name="axis">0 for x, 1 for y, 2 for z.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">The solve does not converge.</exception>
    public double Periodic(int axis, CancellationToken cancellationToken = default)
    {
        var op = new DiffusionOperator(_grid, 1, BoxBoundary.Periodic);
        op.SetCoefficients(_k);
        double[] load = Load(axis), u = _grid.CreateVector();
        Solve(new MultigridSolver(op, _threads), load, u, axis, cancellationToken);
        double mean = 0, sum = 0;
        foreach (double k in _k) mean += k / _k.Length;
        for (int i = 0; i < u.Length; i++) sum += u[i] * load[i];
        return Math.Max(0, mean - (sum / _grid.VoxelCount));
    }

    /// <summary>Between two plates at potentials 0 and 1 across one axis.</summary>
    /// <param name="axis">0 for x, 1 for y, 2 for z.</param>
    /// <param name="sides">What holds across the other axes: periodic, or no flux.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">The solve does not converge.</exception>
    public double BetweenPlates(int axis, BoundaryKind sides = BoundaryKind.Periodic, CancellationToken cancellationToken = default)
    {
        if (sides is not (BoundaryKind.Periodic or BoundaryKind.Neumann)) throw new ArgumentException("Sides are periodic or without flux.", nameof(sides));
        var op = new DiffusionOperator(_grid, 1, With(axis, BoundaryKind.Dirichlet, sides));
        op.SetCoefficients(_k);
        double[] u = _grid.CreateVector();
        int length = Length(axis);
        ForEachNode((node, x, y, z) => u[node] = (double)(axis == 0 ? x : axis == 1 ? y : z) / length);
        Solve(new MultigridSolver(op, _threads), _grid.CreateVector(), u, axis, cancellationToken);

        // The flux through a layer of voxels is the same for all layers; their mean is taken.
        double flux = 0;
        int step = axis == 0 ? 1 : axis == 1 ? _grid.RowStride : _grid.PlaneStride;
        int a = axis == 0 ? _grid.RowStride : 1, b = axis == 2 ? _grid.RowStride : _grid.PlaneStride;
        ForEachVoxel((voxel, node) =>
        {
            if (_k[voxel] == 0) return;
            double difference = (u[node + step] - u[node]) + (u[node + step + a] - u[node + a]) + (u[node + step + b] - u[node + b]) + (u[node + step + a + b] - u[node + a + b]);
            flux += _k[voxel] * difference / 4;
        });
        return flux * length / _grid.VoxelCount;
    }

    /// <summary>−∫k ∂N/∂axis over the volume at each node, images folded: drives the periodic part of the potential.</summary>
    private double[] Load(int axis)
    {
        double[] load = _grid.CreateVector();
        int step = axis == 0 ? 1 : axis == 1 ? _grid.RowStride : _grid.PlaneStride;
        int a = axis == 0 ? _grid.RowStride : 1, b = axis == 2 ? _grid.RowStride : _grid.PlaneStride;
        ForEachVoxel((voxel, node) =>
        {
            double k = _k[voxel] / 4;
            if (k == 0) return;
            load[node] += k;
            load[node + a] += k;
            load[node + b] += k;
            load[node + a + b] += k;
            load[node + step] -= k;
            load[node + step + a] -= k;
            load[node + step + b] -= k;
            load[node + step + a + b] -= k;
        });
        new DiffusionOperator(_grid, 1, BoxBoundary.Periodic).Fold(load);
        return load;
    }

    private void Solve(MultigridSolver solver, double[] load, double[] u, int axis, CancellationToken cancellationToken)
    {
        var outcome = solver.Solve(load, u, _tolerance, MaximumIterations, cancellationToken);
        Iterations += outcome.Iterations;
        if (!outcome.Converged)
        {
            throw new ConvergenceException(
                $"the potential along {"xyz"[axis]} in a structure of {_grid.VoxelsX} × {_grid.VoxelsY} × {_grid.VoxelsZ} voxels does not converge: residual {outcome.RelativeResidual:0.0e+0} after {outcome.Iterations} iterations");
        }
    }

    private static BoxBoundary With(int axis, BoundaryKind across, BoundaryKind sides)
        => new(axis == 0 ? across : sides, axis == 1 ? across : sides, axis == 2 ? across : sides);

    private int Length(int axis) => axis switch { 0 => _grid.VoxelsX, 1 => _grid.VoxelsY, 2 => _grid.VoxelsZ, _ => throw new ArgumentOutOfRangeException(nameof(axis)) };

    private void ForEachVoxel(Action<int, int> body)
    {
        for (int z = 0, voxel = 0; z < _grid.VoxelsZ; z++)
        {
            for (int y = 0; y < _grid.VoxelsY; y++)
            {
                int node = _grid.Node(0, y, z);
                for (int x = 0; x < _grid.VoxelsX; x++) body(voxel++, node++);
            }
        }
    }

    private void ForEachNode(Action<int, int, int, int> body)
    {
        for (int z = 0; z <= _grid.VoxelsZ; z++)
        {
            for (int y = 0; y <= _grid.VoxelsY; y++)
            {
                for (int x = 0; x <= _grid.VoxelsX; x++) body(_grid.Node(x, y, z), x, y, z);
            }
        }
    }
}
