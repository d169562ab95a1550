using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;

namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>Times a case of the porous-electrode model on the calling thread.</summary>
public static class HalfCellBench
{
    /// <summary>Runs it once for the compiler, then some times for the clock.</summary>
    /// <param name="cell">The case.</param>
    /// <param name="repeats">Timed runs, at least 1.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static HalfCellBenchResult Run(CellCase cell, int repeats, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var clock = time ?? TimeProvider.System;
        var result = HalfCellSimulation.Run(cell, null, cancellationToken);
        double[] times = new double[repeats];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < repeats; i++)
        {
            long start = clock.GetTimestamp();
            result = HalfCellSimulation.Run(cell, null, cancellationToken);
            times[i] = clock.GetElapsedTime(start).TotalMilliseconds;
        }

        double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (1e6 * repeats);
        Array.Sort(times);
        return new HalfCellBenchResult(
            cell.Name, repeats, times[repeats / 2], times[0], result.TimeSteps, result.NewtonIterations, allocated, double.IsFinite(result.Ce1) ? result.Ce1 : null, result.BalanceError);
    }
}
