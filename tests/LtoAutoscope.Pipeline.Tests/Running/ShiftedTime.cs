using System.Globalization;

namespace LtoAutoscope.Pipeline.Tests.Running;

/// <summary>The real clock, shifted: it can be set to any evening, and set on to the morning. Its zone is UTC.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    /// <summary>Sets the clock, such as <c>2026-01-15 19:00</c>.</summary>
    public void Set(string utc)
        => Interlocked.Exchange(ref _shiftTicks, (DateTimeOffset.Parse(utc + "Z", CultureInfo.InvariantCulture) - System.GetUtcNow()).Ticks);
}
