using CsCheck;
using LtoAutoscope.Domain.Schedules;
using static LtoAutoscope.Domain.Tests.Schedules.BerlinZone;

namespace LtoAutoscope.Domain.Tests.Schedules;

public sealed class ScheduleEvaluationTests
{
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly ScheduleSettings Nights = new() { Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00" }] };

    [Theory]
    [InlineData("2026-01-15 17:59:59", false, "2026-01-15 18:00")]
    [InlineData("2026-01-15 18:00", true, "2026-01-16 06:00")]
    [InlineData("2026-01-15 23:30", true, "2026-01-16 06:00")]
    [InlineData("2026-01-16 05:59:59", true, "2026-01-16 06:00")]
    [InlineData("2026-01-16 06:00", false, "2026-01-16 18:00")]
    public void At_WindowOverMidnight_OpensAtItsBeginningAndClosesAtItsEnd(string now, bool isOpen, string changes)
    {
        ScheduleVerdict verdict = ScheduleEvaluation.At(Nights, Zone, Utc(now));
        Assert.Equal(isOpen, verdict.IsOpen);
        Assert.Equal(Utc(changes), verdict.Until);
    }

    [Theory]
    // The night of 28 to 29 March 2026 has eleven hours, that of 24 to 25 October thirteen.
    [InlineData("2026-03-28 18:00", "2026-03-29 05:00", 11)]
    [InlineData("2026-10-24 17:00", "2026-10-25 06:00", 13)]
    [InlineData("2026-01-15 18:00", "2026-01-16 06:00", 12)]
    public void Windows_NightOfAClockChange_KeepsItsTimesOnTheClock(string from, string to, int hours)
    {
        Period night = ScheduleEvaluation.Windows(Nights, Zone, Utc(from), Utc(from).AddHours(1)).Single(period => period.Contains(Utc(from)));
        Assert.Equal((Utc(from), Utc(to)), (night.From, night.To));
        Assert.Equal(hours, (night.To - night.From).TotalHours);
    }

    [Theory]
    // 02:30 does not come on 29 March (clocks jump from 02:00 to 03:00) and comes twice on 25 October.
    [InlineData(2026, 3, 29, 2, 30, "2026-03-29 01:00")]
    [InlineData(2026, 3, 29, 3, 0, "2026-03-29 01:00")]
    [InlineData(2026, 3, 29, 1, 59, "2026-03-29 00:59")]
    [InlineData(2026, 10, 25, 2, 30, "2026-10-25 00:30")]
    [InlineData(2026, 10, 25, 3, 0, "2026-10-25 02:00")]
    [InlineData(2026, 10, 25, 1, 59, "2026-10-24 23:59")]
    public void At_TimeThatComesTwiceOrNever_IsTheFirstOrTheJump(int year, int month, int day, int hour, int minute, string utc)
        => Assert.Equal(Utc(utc), DayTime.At(new DateTime(year, month, day, hour, minute, 0), Zone));

    [Fact]
    public void At_WindowInTheHourThatIsSkipped_DoesNotOpenThatNight()
    {
        var schedule = new ScheduleSettings { Windows = [new OpenWindow { Name = "early", From = "02:10", To = "02:50" }] };
        Assert.True(ScheduleEvaluation.At(schedule, Zone, Utc("2026-03-28 01:30")).IsOpen);
        Assert.False(ScheduleEvaluation.At(schedule, Zone, Utc("2026-03-29 01:00")).IsOpen);
        Assert.Equal(Utc("2026-03-30 00:10"), ScheduleEvaluation.At(schedule, Zone, Utc("2026-03-29 01:00")).Until);
    }

    [Fact]
    public void At_WindowOfWeekdays_BelongsToTheDayOnWhichItBegins()
    {
        var schedule = new ScheduleSettings { Windows = [new OpenWindow { Name = "nights", From = "19:00", To = "07:00", Days = Weekdays }] };
        // Friday night reaches into Saturday morning; Sunday night does not open.
        Assert.True(ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-17 05:00")).IsOpen);
        Assert.False(ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-18 20:00")).IsOpen);
        Assert.Equal(Utc("2026-01-19 18:00"), ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-17 06:00")).Until);
    }

    [Fact]
    public void At_Blackouts_CloseDaysAndRangesWhateverTheWindowsSay()
    {
        var schedule = Nights with { Blackouts = [new Blackout { From = "2026-12-24", To = "2026-12-26", Reason = "closed" }, new Blackout { From = "2026-11-30 20:00", To = "2026-11-30 22:00" }] };
        ScheduleVerdict holiday = ScheduleEvaluation.At(schedule, Zone, Utc("2026-12-24 22:00"));
        Assert.False(holiday.IsOpen);
        Assert.Contains("closed", holiday.Reason, StringComparison.Ordinal);
        // The night of the 26th is open again from its midnight on.
        Assert.Equal(Utc("2026-12-26 23:00"), holiday.Until);
        Assert.Equal(Utc("2026-11-30 19:00"), ScheduleEvaluation.At(schedule, Zone, Utc("2026-11-30 18:30")).Until);
        Assert.Equal(Utc("2026-11-30 21:00"), ScheduleEvaluation.At(schedule, Zone, Utc("2026-11-30 19:30")).Until);
        Assert.Empty((schedule with { Blackouts = [new Blackout { From = "2026-12-24" }] }).Validate());
    }

    [Fact]
    public void At_VentDeadline_IsToldBeforeAndClosesUntilItsEnd()
    {
        var schedule = new ScheduleSettings { Vent = [new VentDeadline { Name = "mornings", At = "08:00", Until = "09:30", Days = Weekdays }] };
        ScheduleVerdict before = ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-15 20:00"));
        Assert.True(before.IsOpen);
        Assert.Equal((Utc("2026-01-16 07:00"), "mornings"), (before.VentAt, before.VentName));
        ScheduleVerdict free = ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-16 07:00"));
        Assert.False(free.IsOpen);
        Assert.Equal(Utc("2026-01-16 08:30"), free.Until);
        Assert.Equal(Utc("2026-01-19 07:00"), ScheduleEvaluation.At(schedule, Zone, Utc("2026-01-16 08:30")).VentAt);
    }

    [Fact]
    public void At_AnySchedule_ChangesExactlyWhenItSays()
    {
        Gen<string> time = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 11]).Select((hour, five) => $"{hour:00}:{five * 5:00}");
        Gen<DayOfWeek[]> days = Gen.Int[0, 6].Array[0, 3].Select(numbers => numbers.Distinct().Select(number => (DayOfWeek)number).ToArray());
        Gen<OpenWindow> window = Gen.Select(time, time, days).Select((from, to, on) => new OpenWindow { Name = "w", From = from, To = to, Days = on });
        Gen<VentDeadline> vent = Gen.Select(time, time).Select((at, until) => new VentDeadline { Name = "v", At = at, Until = until });
        Gen.Select(window.Array[0, 3], vent.Array[0, 1], Gen.Int[0, 525_600]).Sample((windows, vents, minute) =>
        {
            var schedule = new ScheduleSettings { Windows = windows, Vent = vents };
            if (schedule.Validate().Count > 0) return;
            DateTimeOffset now = Utc("2026-01-01 00:00").AddMinutes(minute);
            ScheduleVerdict verdict = ScheduleEvaluation.At(schedule, Zone, now);
            if (verdict.Until is not { } until) return;
            Assert.True(until > now);
            Assert.Equal(verdict.IsOpen, ScheduleEvaluation.At(schedule, Zone, until.AddSeconds(-1)).IsOpen);
            Assert.NotEqual(verdict.IsOpen, ScheduleEvaluation.At(schedule, Zone, until).IsOpen);
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void After_DailyTime_ComesOncePerDayAlsoWhenClocksChange()
    {
        var entry = new RecurringSetting { Task = "t", At = "02:30" };
        List<DateTimeOffset> times = [];
        for (DateTimeOffset? next = RecurringTimes.After(entry, Zone, Utc("2026-03-27 12:00")); times.Count < 4; next = RecurringTimes.After(entry, Zone, next!.Value)) times.Add(next!.Value);
        Assert.Equal([Utc("2026-03-28 01:30"), Utc("2026-03-29 01:00"), Utc("2026-03-30 00:30"), Utc("2026-03-31 00:30")], times);
        Assert.Equal(Utc("2026-10-26 01:30"), RecurringTimes.After(entry, Zone, Utc("2026-10-25 00:30")));
        Assert.Equal(Utc("2026-01-19 01:30"), RecurringTimes.After(entry with { Days = [DayOfWeek.Monday] }, Zone, Utc("2026-01-14 00:00")));
    }

    [Fact]
    public void Validate_WhatCannotBe_NamesKeyAndForm()
    {
        var schedule = new ScheduleSettings
        {
            TimeZone = "Middle/Earth", Windows = [new OpenWindow { Name = "w", From = "7 pm", To = "24:00" }], Blackouts = [new Blackout { From = "24.12." }, new Blackout { From = "2026-02-02", To = "2026-02-01" }],
            Vent = [new VentDeadline { Name = "v", At = "08:00", Until = "08:00" }], Recurring = [new RecurringSetting { Task = "t" }, new RecurringSetting { Task = "t", At = "03:00", Cron = "0 0 3 * * ?" }],
        };
        string problems = string.Join('\n', schedule.Validate());
        foreach (string key in (string[])["time_zone", "windows[0].from", "windows[0].to", "blackouts[0].from", "blackouts[1].to", "vent[0].until", "recurring[0]", "recurring[1]"])
            Assert.Contains(key, problems, StringComparison.Ordinal);
    }
}
