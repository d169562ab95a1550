namespace LtoAutoscope.Twin.Time;

/// <summary>A clock that runs faster than the wall's, for those who wait in a twin's physics: stamps, spans and timers alike. It begins at the wall clock's time.</summary>
/// <param name="factor">How much faster, above 0.</param>
/// <param name="wall">The wall clock; the system's if null.</param>
public sealed class AcceleratedTime(double factor, TimeProvider? wall = null) : TimeProvider
{
    private readonly TimeProvider _wall = wall ?? System;
    private readonly long _beganAt = (wall ?? System).GetTimestamp();
    private readonly DateTimeOffset _began = (wall ?? System).GetUtcNow();
    private TimeSpan _leapt;

    /// <summary>How much faster it runs.</summary>
    public double Factor { get; } = factor > 0 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A clock runs forwards.");

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _wall.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan Elapsed => _wall.GetElapsedTime(_beganAt) * Factor + _leapt;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _began + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Puts stamps and spans forward at once, as if so much had passed; timers do not notice.</summary>
    public void Leap(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        _leapt += span;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new Timer(this, _wall.CreateTimer(callback, state, Wall(dueTime), Wall(period)));

    private TimeSpan Wall(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / Factor;

    private sealed class Timer(AcceleratedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Wall(dueTime), time.Wall(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
