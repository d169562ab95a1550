namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>How long a stop took from its call to the last of its bytes at the server.</summary>
/// <param name="Stops">Stops that were measured.</param>
/// <param name="MedianMs">Median, ms.</param>
/// <param name="P99Ms">99th percentile, ms.</param>
/// <param name="LargestMs">The longest, ms.</param>
/// <param name="BlockedThreads">Threads of the pool that were held by writers that do not end.</param>
/// <param name="StreamedMegabytesPerS">Image bytes that went to the driver meanwhile, 10⁶ bytes a second.</param>
public sealed record StopLatencyReport(int Stops, double MedianMs, double P99Ms, double LargestMs, int BlockedThreads, double StreamedMegabytesPerS)
{
    /// <summary>What is asked for at the 99th percentile, ms.</summary>
    public const double TargetMs = 20;

    /// <summary>Whether it is reached.</summary>
    public bool IsMet => P99Ms < TargetMs;
}
