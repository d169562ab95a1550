namespace LtoAutoscope.Domain.Schedules;

/// <summary>The times of a recurring task that has a time of day.</summary>
public static class RecurringTimes
{
    /// <summary>The first time after a moment, or null where the setting has no time of day.</summary>
    public static DateTimeOffset? After(RecurringSetting setting, TimeZoneInfo zone, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(zone);
        if (DayTime.Parse(setting.At) is not { } at) return null;
        DateOnly day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime).AddDays(-1);
        for (int i = 0; i < 10; i++, day = day.AddDays(1))
        {
            if (setting.Days.Count > 0 && !setting.Days.Contains(day.DayOfWeek)) continue;
            DateTimeOffset due = DayTime.At(day.ToDateTime(at), zone);
            if (due > moment) return due;
        }

        return null;
    }
}
