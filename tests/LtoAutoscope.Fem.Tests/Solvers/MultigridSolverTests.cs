using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Tests.Solvers;

public sealed class MultigridSolverTests
{
    private const double Tolerance = 1e-8;

    /// <summary>A smooth field with variable k, per kind of boundary: the order in the root mean square.</summary>
    [Theory]
    [InlineData("DDD", 1)]
    [InlineData("NNN", 1)]
    [InlineData("PPP", 1)]
    [InlineData("PND", 2)]
    [InlineData("LNP", 1)]
    public void Solve_ManufacturedSolution_ConvergesWithOrderTwo(string boundary, int threads)
    {
        double coarse = ManufacturedError(boundary, 20, threads), fine = ManufacturedError(boundary, 40, threads);

        Assert.InRange(Math.Log2(coarse / fine), 1.9, 2.2);
    }

    // u = X(x)Y(y)Z(z) with sine, cosine or a periodic wave as the boundary asks, plus a plane field where a face is held; k = 1 + x/2 + yz/4 or a periodic k.
    private static double ManufacturedError(string boundary, int n, int threads)
    {
        double h = 1.0 / n;
        var grid = new VoxelGrid(n, n, n);
        var op = new DiffusionOperator(grid, h, TransferTests.Parse(boundary));
        var k = new double[grid.VoxelCount];
        for (int i = 0; i < k.Length; i++) k[i] = Conductivity((i % n) + 0.5, (i / n % n) + 0.5, (i / (n * n)) + 0.5);
        op.SetCoefficients(k);
        double[] b = grid.CreateVector(), u = grid.CreateVector();
        ForEachNode(n, (x, y, z) =>
        {
            int node = grid.Node(x, y, z);
            b[node] = h * h * h * Source(x * h, y * h, z * h) * Share(0, x) * Share(1, y) * Share(2, z);
            if (IsHeld(x, y, z)) u[node] = Exact(x * h, y * h, z * h);
        });
        Assert.True(new MultigridSolver(op, threads).Solve(b, u, 1e-11).Converged);
        double sum = 0, mean = 0;
        if (boundary == "NNN" || boundary == "PPP") ForEachNode(n, (x, y, z) => mean += (Exact(x * h, y * h, z * h) - u[grid.Node(x, y, z)]) / Math.Pow(n + 1, 3));
        ForEachNode(n, (x, y, z) => sum += h * h * h * Math.Pow(u[grid.Node(x, y, z)] + mean - Exact(x * h, y * h, z * h), 2));
        return Math.Sqrt(sum);

        double Share(int axis, int i) => boundary[axis] == 'P' ? (i == n ? 0 : 1) : i == 0 || i == n ? 0.5 : 1;
        bool IsHeld(int x, int y, int z) => Held(0, x) || Held(1, y) || Held(2, z);
        bool Held(int axis, int i) => boundary[axis] == 'D' ? i == 0 || i == n : boundary[axis] == 'L' && i == 0;
        double Wave(int axis, double s) => boundary[axis] == 'D' ? Math.Sin(2 * s) + 0.3 : boundary[axis] == 'L' ? Math.Cos(Math.PI * (1 - s)) + 2 : boundary[axis] == 'N' ? Math.Cos(Math.PI * s) : Math.Sin(2 * Math.PI * s) + 0.2;
        double Exact(double x, double y, double z) => Wave(0, x) * Wave(1, y) * Wave(2, z);
        double Factor(int axis, double s) => boundary[axis] == 'P' ? Math.Cos(2 * Math.PI * s) : s * s;
        double Conductivity(double i, double j, double l) => K(i * h, j * h, l * h);
        double K(double x, double y, double z) => 1.5 + (0.3 * Factor(0, x)) + (0.4 * Factor(1, y) * Factor(2, z));

        // −∇·(k∇u) by central differences of the exact fluxes; the step keeps their error far below h².
        double Source(double x, double y, double z)
        {
            const double e = 1e-4;
            double sum = 0;
            sum -= (Flux(x + (e / 2), y, z, 0) - Flux(x - (e / 2), y, z, 0)) / e;
            sum -= (Flux(x, y + (e / 2), z, 1) - Flux(x, y - (e / 2), z, 1)) / e;
            return sum - ((Flux(x, y, z + (e / 2), 2) - Flux(x, y, z - (e / 2), 2)) / e);
        }

        double Flux(double x, double y, double z, int axis)
        {
            const double e = 1e-4;
            double dx = axis == 0 ? e / 2 : 0, dy = axis == 1 ? e / 2 : 0, dz = axis == 2 ? e / 2 : 0;
            return K(x, y, z) * (Exact(x + dx, y + dy, z + dz) - Exact(x - dx, y - dy, z - dz)) / e;
        }
    }

    /// <summary>−∇²u = 1 on the unit cube, u = 0 on its faces (case B4): the discrete integrals, and u at the centre.</summary>
    [Theory]
    [InlineData(64, 0.02015741, 5e-9)]
    [InlineData(100, 0.02016396, 5e-9)]
    public void Solve_Cube_MeetsTheKnownIntegral(int n, double integral, double tolerance)
    {
        var (op, b) = Cube(n, 1, "DDD");
        double[] u = op.Grid.CreateVector();

        Assert.True(new MultigridSolver(op, 2).Solve(b, u, Tolerance).Converged);

        Assert.Equal(integral, DiffusionOperatorTests.Dot(b, u), tolerance);
        Assert.Equal(0.0562128, u[op.Grid.Node(n / 2, n / 2, n / 2)], 3e-5);
    }

    private static (DiffusionOperator Operator, double[] Load) Cube(int n, double jump, string boundary, double outside = 1)
    {
        var grid = new VoxelGrid(n, n, n);
        var op = new DiffusionOperator(grid, 1.0 / n, TransferTests.Parse(boundary));
        var phases = new byte[grid.VoxelCount];
        if (jump != 1)
        {
            var voxels = Voxeliser.Voxelise(Packed, n, samples: 1);
            for (int i = 0; i < phases.Length; i++) phases[i] = (byte)Math.Min(1, voxels.Labels[i]);
        }

        op.SetCoefficients(phases, [outside, jump]);
        return (op, op.LumpedVolume());
    }

    private static readonly Packing Packed = Packing.Create(Ellipsoid.Monodisperse(40, 1, 1.5), 0.4, seed: 1);

    private static int Iterations(int n, double jump, string boundary, double outside = 1)
    {
        var (op, b) = Cube(n, jump, boundary, outside);
        if (!boundary.Contains('D', StringComparison.Ordinal))
        {
            for (int i = 0; i < b.Length; i++) b[i] *= Math.Sin(0.01 * i);
        }

        double[] u = op.Grid.CreateVector();
        var outcome = new MultigridSolver(op, 2).Solve(b, u, Tolerance);
        Assert.True(outcome.Converged, $"{n} {jump} {boundary}: {outcome}");
        if (jump > 0) Assert.True(TrueResidual(op, b, u) <= 1.5 * Tolerance, $"{n} {jump} {boundary}");
        return outcome.Iterations;
    }

    private static double TrueResidual(DiffusionOperator op, double[] b, double[] u)
    {
        double[] y = op.Grid.CreateVector(), ones = op.Grid.CreateVector(), inside = op.Grid.CreateVector();
        op.Apply(u, y);
        var mass = op.LumpedVolume();
        double rr = 0, bb = 0, mean = 0, count = 0;
        var free = Enumerable.Range(0, y.Length).Where(i => mass[i] > 0 && IsFree(op, i)).ToList();
        if (!op.Boundary.HasDirichlet)
        {
            foreach (int i in free)
            {
                mean += b[i];
                count++;
            }

            mean /= count;
        }

        foreach (int i in free)
        {
            rr += Math.Pow(b[i] - mean - y[i], 2);
            bb += b[i] * b[i];
        }

        return Math.Sqrt(rr / bb);
    }

    private static bool IsFree(DiffusionOperator op, int node)
    {
        var g = op.Grid;
        int z = node / g.PlaneStride, y = node % g.PlaneStride / g.RowStride, x = node % g.RowStride;
        return Free(op.Boundary.X, x, g.VoxelsX) && Free(op.Boundary.Y, y, g.VoxelsY) && Free(op.Boundary.Z, z, g.VoxelsZ);

        static bool Free(BoundaryKind kind, int i, int n) => kind == BoundaryKind.Dirichlet ? i > 0 && i < n : kind == BoundaryKind.Periodic ? i < n : i <= n;
    }

    [Fact]
    public void Solve_FinerGrids_NeedNoMoreIterations()
    {
        int[] grids = [32, 47, 64, 96, 128];

        int[] uniform = [.. grids.Select(n => Iterations(n, 1, "DDD"))];

        Assert.True(uniform.Max() <= 8 && uniform.Max() - uniform.Min() <= 2, string.Join(' ', uniform));
    }

    [Theory]
    [InlineData(1e4, "DDD", 16)]
    [InlineData(1e-4, "DDD", 10)]
    [InlineData(1e4, "PPP", 20)]
    [InlineData(1e-4, "PNP", 12)]
    [InlineData(1e4, "NDP", 24)]
    [InlineData(0, "PPD", 12)]
    public void Solve_Jumps_FewIterationsOnEveryGrid(double jump, string boundary, int bound)
    {
        foreach (int n in (int[])[32, 45, 64, 80]) Assert.InRange(Iterations(n, jump, boundary), 1, bound);
    }

    /// <summary>The particles of a packing alone, pore outside the domain: many regions that nothing ties down.</summary>
    [Fact]
    public void Solve_FloatingRegions_Converges()
    {
        var (op, _) = Cube(48, 1e-3, "PNP", outside: 0);
        double[] source = op.Grid.CreateVector(), b = op.Grid.CreateVector(), u = op.Grid.CreateVector();
        var random = new SeededRandom(4);
        for (int i = 0; i < source.Length; i++) source[i] = random.Next();
        op.Apply(source, b);

        var outcome = new MultigridSolver(op, 1).Solve(b, u, Tolerance);

        Assert.True(outcome.Converged, outcome.ToString());
        Assert.InRange(outcome.Iterations, 1, 25);
        op.Apply(u, source);
        for (int i = 0; i < b.Length - VoxelGrid.Lanes; i++) Assert.Equal(b[i], source[i], 1e-9);
    }

    /// <summary>A source in a region that nothing drains has no solution: its mean is left out, the rest is solved.</summary>
    [Fact]
    public void Solve_SourceInAClosedRegion_LeavesItsMeanOut()
    {
        var grid = new VoxelGrid(16, 16, 16);
        var op = new DiffusionOperator(grid, 1, BoxBoundary.Dirichlet);
        double[] k = Enumerable.Repeat(1.0, grid.VoxelCount).ToArray();
        for (int z = 4; z < 12; z++)
        {
            for (int y = 4; y < 12; y++)
            {
                // A shell without material around a core.
                for (int x = 4; x < 12; x++) k[grid.Voxel(x, y, z)] = x is 4 or 11 || y is 4 or 11 || z is 4 or 11 ? 0 : 1;
            }
        }

        op.SetCoefficients(k);
        double[] b = op.LumpedVolume(), u = grid.CreateVector(), y1 = grid.CreateVector();
        var outcome = new MultigridSolver(op).Solve(b, u, 1e-10);

        Assert.True(outcome.Converged, outcome.ToString());
        op.Apply(u, y1);
        Assert.Equal(b[grid.Node(2, 2, 2)], y1[grid.Node(2, 2, 2)], 1e-7);
        double sum = 0;
        for (int z = 5; z <= 11; z++)
        {
            for (int y = 5; y <= 11; y++)
            {
                for (int x = 5; x <= 11; x++) sum += u[grid.Node(x, y, z)];
            }
        }

        Assert.Equal(0, sum, 1e-9);
    }

    [Fact]
    public void Solve_WithDiagonal_FollowsItsChanges()
    {
        var (op, mass) = Cube(33, 30, "NPN");
        var solver = new MultigridSolver(op, 1);
        double[] d = op.Grid.CreateVector(), u = op.Grid.CreateVector(), b = op.Grid.CreateVector(), y = op.Grid.CreateVector();
        foreach (double weight in (double[])[1e-3, 1, 1e4])
        {
            for (int i = 0; i < d.Length; i++) d[i] = weight * mass[i];
            op.SetDiagonal(d);
            for (int i = 0; i < b.Length; i++) b[i] = mass[i] * Math.Cos(0.1 * i);
            Array.Clear(u);

            var outcome = solver.Solve(b, u, 1e-10);

            Assert.True(outcome.Converged);
            Assert.InRange(outcome.Iterations, 1, 14);
            op.Apply(u, y);
            double scale = b.Max(Math.Abs);
            for (int i = 0; i < b.Length; i++) Assert.Equal(b[i] / scale, y[i] / scale, 1e-7);
        }
    }

    [Fact]
    public void Solve_TwiceWithOneThread_AllocatesNothing()
    {
        var (op, mass) = Cube(32, 1, "DDN");
        double[] d = op.Grid.CreateVector(), u = op.Grid.CreateVector();
        var solver = new MultigridSolver(op, 1);
        op.SetDiagonal(d);
        solver.Solve(mass, u, Tolerance);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int step = 1; step < 4; step++)
        {
            Array.Fill(d, step * 1e-6);
            op.SetDiagonal(d);
            solver.Solve(mass, u, 1e-10);
        }

        // A collection meanwhile counts the rest of an allocation buffer; a vector would be 300 kB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000);
    }

    [Fact]
    public void Solve_Threads_GiveTheSameAnswer()
    {
        var (op, b) = Cube(64, 100, "DPN");
        double[] one = op.Grid.CreateVector(), three = op.Grid.CreateVector();

        new MultigridSolver(op, 1).Solve(b, one, Tolerance);
        new MultigridSolver(op, 3).Solve(b, three, Tolerance);

        Assert.Equal(one, three);
    }

    /// <summary>Coefficients in SI units of a particle: 10⁻¹⁷ m²/s, voxels of 2 nm.</summary>
    [Fact]
    public void Solve_SmallUnits_LosesNothing()
    {
        var grid = new VoxelGrid(24, 24, 24);
        var op = new DiffusionOperator(grid, 2e-9, BoxBoundary.Dirichlet);
        op.SetCoefficients(Enumerable.Repeat(1e-17, grid.VoxelCount).ToArray());
        double[] b = op.LumpedVolume(), u = grid.CreateVector();

        var outcome = new MultigridSolver(op).Solve(b, u, Tolerance);

        Assert.True(outcome.Converged);
        double edge = 24 * 2e-9;
        Assert.Equal(0.0562128, u[grid.Node(12, 12, 12)] * 1e-17 / (edge * edge), 2e-4);
    }

    [Fact]
    public void Solve_LinearField_IsExactBetweenHeldPlates()
    {
        var grid = new VoxelGrid(7, 5, 9);
        var op = new DiffusionOperator(grid, 0.5, new BoxBoundary(BoundaryKind.Periodic, BoundaryKind.Neumann, BoundaryKind.Dirichlet));
        op.SetCoefficients(Enumerable.Repeat(3.0, grid.VoxelCount).ToArray());
        double[] b = grid.CreateVector(), u = grid.CreateVector();
        ForEachNode(7, 5, 9, (x, y, z) => u[grid.Node(x, y, z)] = z == 0 ? 2 : z == 9 ? 5 : 0);

        Assert.True(new MultigridSolver(op).Solve(b, u, 1e-12).Converged);

        ForEachNode(7, 5, 9, (x, y, z) => Assert.Equal(2 + (z / 3.0), u[grid.Node(x, y, z)], 1e-10));
    }

    [Fact]
    public void Solve_Cancelled_Throws()
    {
        var (op, b) = Cube(16, 1, "DDD");
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new MultigridSolver(op).Solve(b, op.Grid.CreateVector(), Tolerance, cancellationToken: source.Token));
    }

    private static void ForEachNode(int n, Action<int, int, int> body) => ForEachNode(n, n, n, body);

    private static void ForEachNode(int nx, int ny, int nz, Action<int, int, int> body)
    {
        for (int z = 0; z <= nz; z++)
        {
            for (int y = 0; y <= ny; y++)
            {
                for (int x = 0; x <= nx; x++) body(x, y, z);
            }
        }
    }
}
