using System.Globalization;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>A moment on the command line: a time of day, which is the next one, or a date with time.</summary>
internal static class MomentOption
{
    /// <summary>Reads <c>08:00</c> or <c>2026-03-15 08:00</c> on the machine's clock.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static DateTimeOffset? Parse(string? text, string option, TimeProvider time)
    {
        if (text is null) return null;
        DateTimeOffset now = time.GetLocalNow();
        if (TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock))
        {
            DateTimeOffset today = Local(now.Date + clock.ToTimeSpan(), time);
            return (today > now ? today : Local(now.Date.AddDays(1) + clock.ToTimeSpan(), time)).ToUniversalTime();
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset moment)
            ? moment.ToUniversalTime()
            : throw new InputException($"'{text}' is no time", option, "Write it like 08:00, or like \"2026-03-15 08:00\"");
    }

    private static DateTimeOffset Local(DateTime wall, TimeProvider time) => new(wall, time.LocalTimeZone.GetUtcOffset(wall));
}
