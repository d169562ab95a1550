using System.Globalization;

namespace LtoAutoscope.Daemon.Components.Text;

/// <summary>Clock times in the microscope's own time zone.</summary>
public static class ClockText
{
    /// <summary>02:13:22.</summary>
    public static string Seconds(this TimeProvider time, DateTimeOffset at) => Local(time, at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>02:13, with the date where it is more than 18 hours away: within a night the clock time is enough.</summary>
    public static string Minutes(this TimeProvider time, DateTimeOffset at)
    {
        var local = Local(time, at);
        return (time.GetUtcNow() - at).Duration() < TimeSpan.FromHours(18)
            ? local.ToString("HH:mm", CultureInfo.InvariantCulture)
            : local.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>22 Nov 2026, 02:13.</summary>
    public static string Date(this TimeProvider time, DateTimeOffset at) => Local(time, at).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A range of ends, 02:28–02:36; one time where both are the same minute.</summary>
    public static string Range(this TimeProvider time, (DateTimeOffset Early, DateTimeOffset Late)? ends)
    {
        if (ends is not var (early, late)) return Figures.Unknown;
        string first = time.Minutes(early);
        string last = late - early < TimeSpan.FromHours(12) ? Local(time, late).ToString("HH:mm", CultureInfo.InvariantCulture) : time.Minutes(late);
        return first == last ? first : $"{first}–{last}";
    }

    private static DateTimeOffset Local(TimeProvider time, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone);
}
