using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>A stop: who, when, and what the hardware answered (null while it has not).</summary>
public sealed record StopView(string By, DateTimeOffset At, StopReport? Report)
{
    /// <summary>The park that a person asked for after it, or null.</summary>
    public StopView? Park { get; init; }
}
