using System.Diagnostics;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>
/// −∇·(k∇u) = 1 on the unit cube, u = 0 on its faces, N³ trilinear cells, with the operator and the solver that the cell model uses.
/// </summary>
public static class PoissonBench
{
    /// <summary>Relative residual at which the solve ends.</summary>
    public const double RelativeTolerance = 1e-8;

    /// <summary>Largest number of cells along an edge: indices of nodal vectors are 32-bit.</summary>
    public const int MaximumN = 512;

    private const int TriadEntries = 1 << 23;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="n">Cells along an edge, 2…512.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="jump">k inside a seeded packing of ellipsoids at 40 % solids; k = 1 outside. Null or 1: k = 1 everywhere.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="bandwidth">Whether to measure the triad and the operator alone; else both are 0.</param>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public static PoissonBenchResult Run(int n, int threads, double? jump = null, TimeProvider? time = null, bool bandwidth = true)
    {
        if (n is < 2 or > MaximumN) throw new InputException($"{n} cells along an edge are out of range", "--n", $"Give 2 to {MaximumN}");
        if (threads is < 1 or > 256) throw new InputException($"{threads} threads are out of range", "--threads", "Give 1 to 256");
        if (jump is { } asked && !(asked is > 0 and <= 1e12)) throw new InputException($"a jump of {asked} is out of range", "--jump", "Give a positive number up to 1e12");
        time ??= TimeProvider.System;
        double inside = jump ?? 1;
        // Compilation is left out, as it is of the others' times.
        byte[] small = new byte[WarmUp.N * WarmUp.N * WarmUp.N];
        small[small.Length / 2] = 1;
        WarmUp.Run(time, () => Solve(small, WarmUp.N, threads, inside, time));
        byte[] labels = inside == 1 ? new byte[n * n * n] : Labels(n);
        // What drew the packing is not the solver's memory.
        if (inside != 1) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        var (op, load, u, outcome, setup, solve) = Solve(labels, n, threads, inside, time);
        var grid = op.Grid;
        double integral = 0;
        for (int i = 0; i < u.Length; i++) integral += load[i] * u[i];
        using var process = Process.GetCurrentProcess();
        double peakMb = process.PeakWorkingSet64 / 1e6;
        return new PoissonBenchResult
        {
            N = n,
            Nodes = grid.NodeCount,
            SetupS = setup,
            SolveS = solve,
            TotalS = setup + solve,
            Iterations = outcome.Iterations,
            IntegralU = integral,
            RelativeResidual = outcome.RelativeResidual,
            PeakRssMb = peakMb,
            TriadGbS = bandwidth ? MemoryBandwidth.Triad(Math.Max(TriadEntries, grid.VectorLength), threads, time) : 0,
            OperatorGbS = bandwidth ? OperatorBandwidth(op, u, threads, time) : 0,
            BytesPerNode = BytesPerNode,
            Threads = threads,
            Jump = inside,
        };
    }

    private static (DiffusionOperator Op, double[] Load, double[] U, ConjugateGradientOutcome Outcome, double SetupS, double SolveS) Solve(
        byte[] labels, int n, int threads, double inside, TimeProvider time)
    {
        long start = time.GetTimestamp();
        double h = 1.0 / n;
        var grid = new VoxelGrid(n, n, n);
        var op = new DiffusionOperator(grid, h, BoxBoundary.Dirichlet);
        op.SetCoefficients(labels, [1, inside]);
        double[] load = Load(grid, h), u = grid.CreateVector();
        var solver = new MultigridSolver(op, threads);
        solver.Update();
        double setup = time.GetElapsedTime(start).TotalSeconds;

        start = time.GetTimestamp();
        var outcome = solver.Solve(load, u, RelativeTolerance);
        return (op, load, u, outcome, setup, time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Iterations and times over grids up to <paramref name="largest"/>, without a packing and with jumps of 1e4 and 1e-4.</summary>
    /// <param name="largest">Cells along an edge of the largest grid.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellationToken">Ends it between grids.</param>
    public static IEnumerable<PoissonTableRow> Table(int largest, int threads, CancellationToken cancellationToken = default)
    {
        foreach (double jump in (double[])[1, 1e4, 1e-4])
        {
            foreach (int n in (int[])[32, 47, 64, 81, 100, 128, 192, 256])
            {
                if (n > largest) continue;
                cancellationToken.ThrowIfCancellationRequested();
                var result = Run(n, threads, jump, bandwidth: false);
                yield return new PoissonTableRow
                {
                    N = n,
                    Jump = jump,
                    Iterations = result.Iterations,
                    SetupS = result.SetupS,
                    SolveS = result.SolveS,
                    MicrosecondsPerNode = 1e6 * result.TotalS / result.Nodes,
                };
            }
        }
    }

    /// <summary>The label grid that <see cref="Run"/> takes with a jump: 1 inside a seeded packing of 40 ellipsoids at 40 % solids, 0 outside; x fastest.</summary>
    /// <param name="n">Cells along an edge.</param>
    public static byte[] Labels(int n)
    {
        var packing = Packing.Create(Ellipsoid.Monodisperse(40, 1, 1.5), 0.4, seed: 1);
        var voxels = Voxeliser.Voxelise(packing, n, samples: 1);
        var labels = new byte[n * n * n];
        for (int i = 0; i < labels.Length; i++) labels[i] = voxels.Labels[i] == 0 ? (byte)0 : (byte)1;
        return labels;
    }

    // Read u in double precision, read k in single, write the product in double.
    private const int BytesPerNode = 20;

    private static double OperatorBandwidth(DiffusionOperator op, double[] u, int threads, TimeProvider time)
    {
        double[] y = op.Grid.CreateVector();
        double best = double.PositiveInfinity;
        for (int pass = 0; pass < 8; pass++)
        {
            long start = time.GetTimestamp();
            op.Apply(u, y, threads);
            best = Math.Min(best, time.GetElapsedTime(start).TotalSeconds);
        }

        return (double)BytesPerNode * op.Grid.NodeCount / best / 1e9;
    }

    private static double[] Load(VoxelGrid grid, double h)
    {
        double[] load = grid.CreateVector();
        for (int z = 1; z < grid.VoxelsZ; z++)
        {
            for (int y = 1; y < grid.VoxelsY; y++)
                Array.Fill(load, h * h * h, grid.Node(1, y, z), grid.VoxelsX - 1);
        }

        return load;
    }
}
