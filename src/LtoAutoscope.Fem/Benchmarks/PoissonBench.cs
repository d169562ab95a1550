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
    /// <exception cref="InputException">A number is out of its range.</exception>
    public static PoissonBenchResult Run(int n, int threads, double? jump = null, TimeProvider? time = null)
    {
        if (n is < 2 or > MaximumN) throw new InputException($"{n} cells along an edge are out of range", "--n", $"Give 2 to {MaximumN}");
        if (threads is < 1 or > 256) throw new InputException($"{threads} threads are out of range", "--threads", "Give 1 to 256");
        if (jump is { } asked && !(asked is > 0 and <= 1e12)) throw new InputException($"a jump of {asked} is out of range", "--jump", "Give a positive number up to 1e12");
        time ??= TimeProvider.System;
        double inside = jump ?? 1;
        byte[] labels = new byte[n * n * n];
        if (inside != 1) FillPacking(labels, n);

        long start = time.GetTimestamp();
        double h = 1.0 / n;
        var coefficients = new double[labels.Length];
        for (int i = 0; i < labels.Length; i++) coefficients[i] = labels[i] == 0 ? 1 : inside;
        var grid = new VoxelGrid(n, n, n);
        var op = new VoxelOperator(grid, h, coefficients, fixedBoundary: true);
        double[] load = Load(grid, h), u = grid.CreateVector(), inverse = Inverse(op);
        var solver = new ConjugateGradient(op, threads);
        double setup = time.GetElapsedTime(start).TotalSeconds;

        start = time.GetTimestamp();
        var outcome = solver.Solve(load, u, null, inverse, RelativeTolerance, 100_000, zeroGuess: true);
        double solve = time.GetElapsedTime(start).TotalSeconds;

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
            TriadGbS = MemoryBandwidth.Triad(TriadEntries, threads, time),
            OperatorGbS = OperatorBandwidth(op, u, threads, time),
            BytesPerNode = BytesPerNode,
            Threads = threads,
            Jump = inside,
        };
    }

    private const int BytesPerNode = 24;

    private static double OperatorBandwidth(VoxelOperator op, double[] u, int threads, TimeProvider time)
    {
        double[] y = op.Grid.CreateVector();
        double best = double.PositiveInfinity;
        for (int pass = 0; pass < 5; pass++)
        {
            long start = time.GetTimestamp();
            op.Apply(u, y, null, threads);
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

    private static double[] Inverse(VoxelOperator op)
    {
        var diagonal = op.Diagonal;
        double[] inverse = op.Grid.CreateVector();
        for (int i = 0; i < inverse.Length; i++) inverse[i] = diagonal[i] > 0 ? 1 / diagonal[i] : 0;
        return inverse;
    }

    private static void FillPacking(byte[] labels, int n)
    {
        var packing = Packing.Create(Ellipsoid.Monodisperse(40, 1, 1.5), 0.4, seed: 1);
        var voxels = Voxeliser.Voxelise(packing, n, samples: 1);
        for (int i = 0; i < labels.Length; i++) labels[i] = voxels.Labels[i] == 0 ? (byte)0 : (byte)1;
    }
}
