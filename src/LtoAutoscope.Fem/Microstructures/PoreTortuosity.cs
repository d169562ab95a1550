using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Tortuosity factors of the pore space, porosity over relative conductivity: Laplace's equation in the pores with the potential held at 0 and 1 on the two
/// faces across an axis, periodic (or mirrored) sides, particles and binder insulating.
/// </summary>
public static class PoreTortuosity
{
    /// <summary>Along x, y and z; infinite where no pore leads through.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConvergenceException">A solve does not converge.</exception>
    public static double[] Measure(VoxelMicrostructure structure, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return [.. Enumerable.Range(0, 3).Select(axis => Along(structure, axis, threads, cancellationToken))];
    }

    private static double Along(VoxelMicrostructure structure, int axis, int threads, CancellationToken cancellationToken)
    {
        int nx = structure.SizeX, ny = structure.SizeY, nz = structure.SizeZ;
        if (Through(structure, axis) is not { } pores) return double.PositiveInfinity;
        var grid = new VoxelGrid(nx, ny, nz);
        var side = structure.IsPeriodic ? BoundaryKind.Periodic : BoundaryKind.Neumann;
        BoxBoundary With(BoundaryKind kind) => new(axis == 0 ? kind : side, axis == 1 ? kind : side, axis == 2 ? kind : side);
        double[] conductivity = [0, 1];
        var op = new DiffusionOperator(grid, 1, With(BoundaryKind.Dirichlet));
        op.SetCoefficients(pores, conductivity);
        double[] u = grid.CreateVector(), flux = grid.CreateVector();
        int length = axis == 0 ? nx : axis == 1 ? ny : nz;
        for (int z = 0; z <= nz; z++)
        {
            for (int y = 0; y <= ny; y++)
            {
                for (int x = 0; x <= nx; x++) u[grid.Node(x, y, z)] = (double)(axis == 0 ? x : axis == 1 ? y : z) / length;
            }
        }

        var outcome = new MultigridSolver(op, threads).Solve(grid.CreateVector(), u, 1e-7, 400, cancellationToken);
        if (!outcome.Converged)
            throw new ConvergenceException($"the potential in the pores along {"xyz"[axis]} does not converge (residual {outcome.RelativeResidual:0.0e+0})");

        // The same operator without held values: its energy at a difference of 1 is the conductance.
        var free = new DiffusionOperator(grid, 1, With(BoundaryKind.Neumann));
        free.SetCoefficients(pores, conductivity);
        free.Apply(u, flux, threads);
        double energy = 0;
        int lastX = Last(0, nx), lastY = Last(1, ny), lastZ = Last(2, nz);
        for (int z = 0; z <= lastZ; z++)
        {
            for (int y = 0; y <= lastY; y++)
            {
                for (int x = 0; x <= lastX; x++) energy += u[grid.Node(x, y, z)] * flux[grid.Node(x, y, z)];
            }
        }

        double area = (double)nx * ny * nz / length, relative = energy * length / area;
        return structure.VoxelPorosity / relative;

        int Last(int along, int size) => along != axis && side == BoundaryKind.Periodic ? size - 1 : size;
    }

    // Pores that are connected with both faces (through faces, edges or corners, as the elements' nodes are); null where none is.
    private static byte[]? Through(VoxelMicrostructure structure, int axis)
    {
        var from = Reached(structure, axis, high: false);
        var to = Reached(structure, axis, high: true);
        bool any = false;
        for (int i = 0; i < from.Length; i++)
        {
            from[i] &= to[i];
            any |= from[i] != 0;
        }

        return any ? from : null;
    }

    private static byte[] Reached(VoxelMicrostructure structure, int axis, bool high)
    {
        int nx = structure.SizeX, ny = structure.SizeY, nz = structure.SizeZ;
        var reached = new byte[structure.Labels.Length];
        var open = new Stack<int>();
        for (int i = 0; i < reached.Length; i++)
        {
            int at = Coordinate(i), last = (axis == 0 ? nx : axis == 1 ? ny : nz) - 1;
            if (at == (high ? last : 0)) Visit(i);
        }

        while (open.Count > 0)
        {
            int i = open.Pop(), x = i % nx, y = i / nx % ny, z = i / (nx * ny);
            for (int k = 0; k < 27; k++)
            {
                int qx = x + (k % 3) - 1, qy = y + (k / 3 % 3) - 1, qz = z + (k / 9) - 1;
                int along = axis == 0 ? qx : axis == 1 ? qy : qz, length = axis == 0 ? nx : axis == 1 ? ny : nz;
                if ((uint)along < (uint)length) Visit(structure.Index(qx, qy, qz));
            }
        }

        return reached;

        void Visit(int i)
        {
            if (reached[i] != 0 || structure.Labels[i] != 0) return;
            reached[i] = 1;
            open.Push(i);
        }

        int Coordinate(int i) => axis == 0 ? i % nx : axis == 1 ? i / nx % ny : i / (nx * ny);
    }
}
