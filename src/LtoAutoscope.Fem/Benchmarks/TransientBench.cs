using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>
/// Two-phase transient diffusion: unit cube, D = 1 outside and 0.01 inside 27 spheres of radius 0.15 (one value a cell, at its mid-point), c = 1 on x = 0, no flux elsewhere,
/// c = 0 at the start, ten steps of implicit Euler of 0.01, consistent mass.
/// </summary>
public static class TransientBench
{
    /// <summary>Steps.</summary>
    public const int Steps = 10;

    /// <summary>Relative residual at which each step's solve ends.</summary>
    public const double RelativeTolerance = 1e-8;

    private const double TimeStep = 0.01;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="n">Cells along an edge, 2…512.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A number is out of its range.</exception>
    /// <exception cref="ConvergenceException">A step does not converge.</exception>
    public static TransientBenchResult Run(int n, int threads, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        if (n is < 2 or > PoissonBench.MaximumN) throw new InputException($"{n} cells along an edge are out of range", "--n", $"Give 2 to {PoissonBench.MaximumN}");
        if (threads is < 1 or > 256) throw new InputException($"{threads} threads are out of range", "--threads", "Give 1 to 256");
        time ??= TimeProvider.System;
        // Compilation is left out, as it is of the others' times.
        WarmUp.Run(time, () => Measure(WarmUp.N, threads, time, cancellationToken));
        return Measure(n, threads, time, cancellationToken);
    }

    private static TransientBenchResult Measure(int n, int threads, TimeProvider time, CancellationToken cancellationToken)
    {
        byte[] phases = Phases(n);
        long start = time.GetTimestamp();
        var grid = new VoxelGrid(n, n, n);
        var op = new DiffusionOperator(grid, 1.0 / n, new BoxBoundary(BoundaryKind.DirichletLow, BoundaryKind.Neumann, BoundaryKind.Neumann));
        op.SetCoefficients(phases, [1, 0.01]);
        op.SetConsistentMass(1 / TimeStep);
        // Most of the operator is mass here, which one step smooths well enough.
        var solver = new MultigridSolver(op, threads, new MultigridOptions { SmoothingSteps = 1, SmoothingRange = 3, CoarseVisits = 1 });
        solver.Update(cancellationToken);
        double[] now = grid.CreateVector(), before = grid.CreateVector(), b = grid.CreateVector();
        double setup = time.GetElapsedTime(start).TotalSeconds;

        start = time.GetTimestamp();
        int iterations = 0;
        for (int step = 0; step < Steps; step++)
        {
            op.ApplyMass(now, b, 1 / TimeStep);
            Guess(now, before, step);
            Hold(grid, now);
            var outcome = solver.Solve(b, now, RelativeTolerance, cancellationToken: cancellationToken);
            if (!outcome.Converged) throw new ConvergenceException($"step {step + 1} does not converge: residual {outcome.RelativeResidual:0.0e+0}");
            iterations += outcome.Iterations;
        }

        double solve = time.GetElapsedTime(start).TotalSeconds;
        double mean = Mean(grid, now);
        using var process = Process.GetCurrentProcess();
        return new TransientBenchResult
        {
            N = n,
            Nodes = grid.NodeCount,
            Steps = Steps,
            SetupS = setup,
            SolveS = solve,
            TotalS = setup + solve,
            Iterations = iterations,
            MeanC = mean,
            PeakRssMb = process.PeakWorkingSet64 / 1e6,
            Threads = threads,
        };
    }

    // The change of the last step goes on: now + (now − before); before takes over now.
    private static void Guess(double[] now, double[] before, int step)
    {
        for (int i = 0; i < now.Length; i++)
        {
            double value = now[i];
            if (step > 1) now[i] += value - before[i];
            before[i] = value;
        }
    }

    private static void Hold(VoxelGrid grid, double[] c)
    {
        for (int z = 0; z <= grid.VoxelsZ; z++)
        {
            for (int y = 0; y <= grid.VoxelsY; y++) c[grid.Node(0, y, z)] = 1;
        }
    }

    private static double Mean(VoxelGrid grid, double[] c)
    {
        double sum = 0;
        for (int z = 0; z <= grid.VoxelsZ; z++)
        {
            for (int y = 0; y <= grid.VoxelsY; y++)
            {
                double row = 0;
                for (int x = 0; x <= grid.VoxelsX; x++) row += c[grid.Node(x, y, z)] * Share(x, grid.VoxelsX);
                sum += row * Share(y, grid.VoxelsY) * Share(z, grid.VoxelsZ);
            }
        }

        return sum / grid.VoxelCount;

        static double Share(int i, int n) => i == 0 || i == n ? 0.5 : 1;
    }

    private static byte[] Phases(int n)
    {
        var squares = new double[n];
        for (int i = 0; i < n; i++)
        {
            double s = 3 * (i + 0.5) / n;
            squares[i] = Math.Pow(s - Math.Floor(s) - 0.5, 2);
        }

        var phases = new byte[n * n * n];
        for (int z = 0, i = 0; z < n; z++)
        {
            for (int y = 0; y < n; y++)
            {
                for (int x = 0; x < n; x++) phases[i++] = squares[x] + squares[y] + squares[z] < 0.45 * 0.45 ? (byte)1 : (byte)0;
            }
        }

        return phases;
    }
}
