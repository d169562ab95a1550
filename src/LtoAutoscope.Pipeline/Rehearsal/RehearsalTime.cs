namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>A clock that stands until it is set on: the twin's physics then takes no time of anybody.</summary>
internal sealed class RehearsalTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since it was made, s.</summary>
    public double Seconds => _ticks / (double)TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

    /// <summary>Sets it on.</summary>
    public void Advance(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);
}
