namespace LtoAutoscope.Domain.Tests.Schedules;

/// <summary>Central European time by its rule, so that no test leans on the zones that a machine has: forward on the last Sunday of March at 02:00, back on that of October at 03:00.</summary>
internal static class BerlinZone
{
    internal static TimeZoneInfo Zone { get; } = TimeZoneInfo.CreateCustomTimeZone(
        "test/Berlin", TimeSpan.FromHours(1), "Berlin", "winter", "summer",
        [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), LastSunday(3, 2), LastSunday(10, 3))]);

    /// <summary>An instant by the clock in UTC.</summary>
    internal static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);

    private static TimeZoneInfo.TransitionTime LastSunday(int month, int hour) => TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, hour, 0, 0), month, 5, DayOfWeek.Sunday);
}
