namespace LtoAutoscope.Twin.Time;

/// <summary>The time in which the twin's physics runs: the wall clock, faster by a factor. Wire time-outs never use it.</summary>
/// <param name="timeProvider">The wall clock.</param>
/// <param name="factor">How much faster than the wall clock, &gt; 0.</param>
public sealed class TwinClock(TimeProvider timeProvider, double factor)
{
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>The wall clock.</summary>
    public TimeProvider Wall => timeProvider;

    /// <summary>How much faster than the wall clock.</summary>
    public double Factor => factor;

    /// <summary>Physical seconds since the twin began.</summary>
    public double Now => timeProvider.GetElapsedTime(_start).TotalSeconds * factor;

    /// <summary>Waits for a physical time span, seconds; at least one tick of the system's timer.</summary>
    public Task DelayAsync(double seconds, CancellationToken cancellationToken)
        => Task.Delay(TimeSpan.FromSeconds(Math.Max(0.001, seconds / factor)), timeProvider, cancellationToken);
}
