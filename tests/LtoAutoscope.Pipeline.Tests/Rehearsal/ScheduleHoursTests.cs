using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Rehearsal;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Tests.Rehearsal;

public sealed class ScheduleHoursTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ScheduleSettings Nights = new()
    {
        Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00" }], Vent = [new VentDeadline { Name = "mornings", At = "06:00", Until = "10:00" }],
    };

    [Fact]
    public void NextStart_OutsideTheWindow_IsTheNextOpening()
        => Assert.Equal(Noon.AddHours(7), Hours().NextStart("job", Noon, Hour));

    [Fact]
    public void NextStart_JobThatWouldNotBeDoneByTheDeadline_WaitsForTheNextNight()
    {
        Assert.Equal(Noon.AddHours(17).AddMinutes(30), Hours().NextStart("job", Noon.AddHours(17).AddMinutes(30), TimeSpan.FromMinutes(20)));
        Assert.Equal(Noon.AddHours(31), Hours().NextStart("job", Noon.AddHours(17).AddMinutes(30), Hour));
        Assert.Equal(Noon.AddHours(18), Hours().Deadline);
    }

    [Fact]
    public void EndOf_WorkLongerThanANight_GoesOnAtTheNextOpening()
        => Assert.Equal(Noon.AddHours(32), Hours().EndOf("job", Noon.AddHours(7), TimeSpan.FromHours(12)));

    [Fact]
    public void NextStart_WindowOfTheJob_IsKept()
    {
        ScheduleHours hours = ScheduleHours.Of(ScheduleSettings.Always, TimeZoneInfo.Utc, Noon, _ => new JobWindow(Noon.AddHours(2), Noon.AddHours(4)));
        Assert.Equal(Noon.AddHours(2), hours.NextStart("job", Noon, Hour));
        Assert.Null(hours.NextStart("job", Noon, TimeSpan.FromHours(3)));
    }

    [Fact]
    public void Of_NoSchedule_IsOpenAlways()
    {
        ScheduleHours hours = ScheduleHours.Of(ScheduleSettings.Always, TimeZoneInfo.Utc, Noon, _ => null);
        Assert.Equal(Noon, hours.NextStart("job", Noon, TimeSpan.FromDays(300)));
        Assert.Equal(Noon.AddDays(300), hours.EndOf("job", Noon, TimeSpan.FromDays(300)));
        Assert.Null(hours.Deadline);
    }

    private static ScheduleHours Hours() => ScheduleHours.Of(Nights, TimeZoneInfo.Utc, Noon, _ => null);
}
