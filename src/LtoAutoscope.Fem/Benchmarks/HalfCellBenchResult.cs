namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>Cost of a case on one thread.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Repeats">Runs that were timed, after one that was not.</param>
/// <param name="MedianMs">Median time of a run, ms.</param>
/// <param name="FastestMs">Fastest run, ms.</param>
/// <param name="TimeSteps">Time steps of a run.</param>
/// <param name="NewtonIterations">Newton iterations of a run.</param>
/// <param name="AllocatedMb">Memory allocated in a run, MB.</param>
/// <param name="Ce1">Efficiency of the first cycle, or null.</param>
/// <param name="BalanceError">Largest error of the balances.</param>
public sealed record HalfCellBenchResult(
    string Case, int Repeats, double MedianMs, double FastestMs, int TimeSteps, int NewtonIterations, double AllocatedMb, double? Ce1, double BalanceError);
