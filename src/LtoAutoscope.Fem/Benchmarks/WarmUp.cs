namespace LtoAutoscope.Fem.Benchmarks;

/// <summary>
/// Runs a small case over and over before a clock starts, until the run-time has compiled its methods for good: a method is compiled quickly first
/// and optimised only after it has been called for a while.
/// </summary>
internal static class WarmUp
{
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(0.8);

    /// <summary>Cells along an edge of the small case.</summary>
    internal const int N = 16;

    /// <summary>Repeats a small case.</summary>
    internal static void Run(TimeProvider time, Action small)
    {
        long start = time.GetTimestamp();
        do small();
        while (time.GetElapsedTime(start) < s_length);
    }
}
