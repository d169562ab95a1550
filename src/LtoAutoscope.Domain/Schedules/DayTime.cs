using System.Globalization;

namespace LtoAutoscope.Domain.Schedules;

/// <summary>Times of day and days as <c>config/schedule.yaml</c> writes them, and what they mean on a clock that is set forward and back.</summary>
/// <remarks>A time that comes twice in a night (clocks back) is its first coming; a time that never comes (clocks forward) is the moment of the jump.</remarks>
public static class DayTime
{
    /// <summary>Reads <c>HH:mm</c>; null when it is none.</summary>
    public static TimeOnly? Parse(string? text)
        => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    /// <summary>Reads <c>yyyy-MM-dd</c> or <c>yyyy-MM-dd HH:mm</c>; null when it is neither.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isEnd">Whether a date without time means the end of that day.</param>
    public static DateTime? ParseMoment(string? text, bool isEnd)
    {
        if (DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime moment)) return moment;
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)) return null;
        return isEnd ? day.AddDays(1) : day;
    }

    /// <summary>The instant of a local time.</summary>
    /// <param name="local">The time on the laboratory's clock.</param>
    /// <param name="zone">Its zone.</param>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            // The jump lies at the first time after this one that exists; clocks jump at whole minutes.
            DateTime after = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(1);
            while (zone.IsInvalidTime(after)) after = after.AddMinutes(1);
            local = after;
        }

        // Of two offsets the larger is that of the earlier instant.
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
