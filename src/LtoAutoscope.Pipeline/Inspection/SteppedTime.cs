namespace LtoAutoscope.Pipeline.Inspection;

/// <summary>A clock that stands until it is told: the twin's physics then takes no time of the machine.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

    internal void Advance(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);
}
