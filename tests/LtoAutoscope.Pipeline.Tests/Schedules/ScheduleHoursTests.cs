using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Schedules;
using LtoAutoscope.Storage.Queue;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Pipeline.Tests.Schedules;

public sealed class ScheduleHoursTests
{
    private static readonly DateTimeOffset Evening = new(2026, 1, 15, 18, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleSettings Nights = new()
    {
        Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00" }], Vent = [new VentDeadline { Name = "mornings", At = "06:00", Until = "09:00" }],
    };

    [Fact]
    public void NextStartAndEnd_WindowsDeadlineAndOwnWindow_AreKept()
    {
        var hours = new ScheduleHours(Nights, TimeZoneInfo.Utc, new FakeTimeProvider(Evening), job => job == "late" ? new JobWindow(Evening.AddHours(5), Evening.AddHours(30)) : null);
        Assert.Equal(Evening.AddHours(12), hours.Deadline);
        Assert.Equal(Evening.AddHours(1), hours.NextStart("any", Evening));
        Assert.Equal(Evening.AddHours(25), hours.NextStart("any", Evening.AddHours(12)));
        Assert.Equal(Evening.AddHours(5), hours.NextStart("late", Evening));
        Assert.Null(hours.NextStart("late", Evening.AddHours(31)));
        // Two hours are left of the night before the deadline; the third comes in the next night.
        Assert.Equal(Evening.AddHours(26), hours.EndOf("any", Evening.AddHours(10), TimeSpan.FromHours(3)));
        Assert.Equal(Evening.AddHours(11), hours.EndOf("any", Evening.AddHours(10), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void NextStartAndEnd_WithoutASchedule_AreNow()
    {
        var hours = new ScheduleHours(ScheduleSettings.Always, TimeZoneInfo.Utc, new FakeTimeProvider(Evening), _ => null);
        Assert.Equal(Evening, hours.NextStart("any", Evening));
        Assert.Equal(Evening.AddHours(50), hours.EndOf("any", Evening, TimeSpan.FromHours(50)));
        Assert.Null(hours.Deadline);
    }
}
