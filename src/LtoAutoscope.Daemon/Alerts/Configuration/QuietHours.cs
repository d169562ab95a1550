using System.Globalization;

namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>The hours in which only critical alerts are sent; the others wait and come together at the end.</summary>
internal sealed record QuietHours
{
    /// <summary>When they begin, <c>"22:00"</c> on the clock of <see cref="TimeZone"/>.</summary>
    public required string From { get; init; }

    /// <summary>When they end, <c>"07:00"</c>; earlier than the beginning means the next day.</summary>
    public required string To { get; init; }

    /// <summary>Time zone such as <c>Europe/Berlin</c>; null for the machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When a moment within quiet hours may be told, or null when it lies outside them.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo local)
    {
        TimeZoneInfo zone = TimeZone is null ? local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        DateTime clock = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        TimeOnly from = Parse(From)!.Value, to = Parse(To)!.Value, time = TimeOnly.FromDateTime(clock);
        // IsBetween counts the first and not the last, and goes over midnight by itself.
        if (from == to || !time.IsBetween(from, to)) return null;
        DateTime end = clock.Date + to.ToTimeSpan();
        if (end <= clock) end = end.AddDays(1);
        // A clock that is put forward has no such time: an hour later there is one.
        while (zone.IsInvalidTime(end)) end = end.AddMinutes(30);
        return new DateTimeOffset(end, zone.GetUtcOffset(end));
    }

    internal IEnumerable<string> Problems()
    {
        if (Parse(From) is null) yield return $"quiet_hours.from: '{From}' is no time of day; write \"22:00\"";
        if (Parse(To) is null) yield return $"quiet_hours.to: '{To}' is no time of day; write \"07:00\"";
        if (Parse(From) is { } from && Parse(To) == from) yield return "quiet_hours.to: it equals quiet_hours.from";
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) yield return $"quiet_hours.time_zone: there is no time zone '{TimeZone}'";
    }

    private static TimeOnly? Parse(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;
}
