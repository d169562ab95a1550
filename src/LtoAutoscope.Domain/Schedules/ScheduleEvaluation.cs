using System.Globalization;

namespace LtoAutoscope.Domain.Schedules;

/// <summary>What a schedule means at a moment: pure functions of schedule, zone and time.</summary>
/// <remarks>See <see cref="DayTime"/> for nights in which the clock is set forward or back.</remarks>
public static class ScheduleEvaluation
{
    /// <summary>How far ahead openings and deadlines are looked for.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(40);

    /// <summary>The zone of a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="local">The machine's own zone.</param>
    public static TimeZoneInfo ZoneOf(ScheduleSettings schedule, TimeZoneInfo local)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.TimeZone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out TimeZoneInfo? zone) ? zone : local;
    }

    /// <summary>The verdict at a moment.</summary>
    public static ScheduleVerdict At(ScheduleSettings schedule, TimeZoneInfo zone, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(zone);
        (DateTimeOffset from, DateTimeOffset to) = (now.AddDays(-2), now + Horizon);
        List<Period> windows = Windows(schedule, zone, from, to), free = FreeTimes(schedule, zone, from, to);
        List<Period> closed = [.. Blackouts(schedule, zone), .. free.Select(period => period with { Name = $"The instrument is free for the vent deadline '{period.Name}'" })];
        List<Period> coming = [.. free.Where(period => period.From > now).OrderBy(period => period.From)];
        (DateTimeOffset? ventAt, string ventName) = coming.Count > 0 ? (coming[0].From, coming[0].Name) : ((DateTimeOffset?)null, "");

        if (IsOpen(now))
        {
            DateTimeOffset? closes = Changes().FirstOrDefault(moment => moment is { } at && at > now && !IsOpen(at));
            string until = closes is { } end ? $"Open until {Text(end, zone, now)}{Why(end)}." : "";
            return new ScheduleVerdict(true, until, closes, ventAt, ventName);
        }

        DateTimeOffset? opens = Changes().FirstOrDefault(moment => moment is { } at && at > now && IsOpen(at));
        string reason = closed.Where(period => period.Contains(now)).OrderByDescending(period => period.To).Select(period => period.Name).FirstOrDefault("Outside the windows of the schedule");
        return new ScheduleVerdict(false, opens is { } next ? $"{reason}; it goes on {Text(next, zone, now)}." : $"{reason}; nothing opens within {Horizon.TotalDays:0} days.", opens, ventAt, ventName);

        bool IsOpen(DateTimeOffset moment) => (schedule.Windows.Count == 0 || windows.Exists(period => period.Contains(moment))) && !closed.Exists(period => period.Contains(moment));
        // Beyond the horizon not every period is known, and what seems a closing there may be covered by one that is not.
        IEnumerable<DateTimeOffset?> Changes() => windows.Concat(closed).SelectMany(period => (DateTimeOffset?[])[period.From, period.To]).Where(moment => moment < to).Distinct().Order();
        string Why(DateTimeOffset end) => closed.Where(period => period.From == end).Select(period => $": {period.Name}").FirstOrDefault("");
    }

    /// <summary>When samples may be imaged within a span, in order: windows less blackouts and the times of vent deadlines.</summary>
    public static IReadOnlyList<Period> OpenPeriods(ScheduleSettings schedule, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(zone);
        List<Period> windows = schedule.Windows.Count == 0 ? [new Period(from, to, "")] : Windows(schedule, zone, from, to);
        List<Period> closed = [.. Blackouts(schedule, zone), .. FreeTimes(schedule, zone, from, to)];
        List<DateTimeOffset> edges = [.. windows.Concat(closed).SelectMany(period => (DateTimeOffset[])[period.From, period.To]).Append(from).Append(to).Where(edge => edge >= from && edge <= to).Distinct().Order()];
        List<Period> open = [];
        foreach ((DateTimeOffset begins, DateTimeOffset ends) in edges.Zip(edges.Skip(1)))
        {
            if (!windows.Exists(period => period.Contains(begins)) || closed.Exists(period => period.Contains(begins))) continue;
            if (open.Count > 0 && open[^1].To == begins) open[^1] = open[^1] with { To = ends };
            else open.Add(new Period(begins, ends, ""));
        }

        return open;
    }

    /// <summary>The periods of the windows that touch a span, in order; blackouts and deadlines are not taken off.</summary>
    public static List<Period> Windows(ScheduleSettings schedule, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
        => [.. schedule.Windows.SelectMany(window => Daily(window.From, window.To, window.Days, zone, from, to, window.Name)).OrderBy(period => period.From)];

    /// <summary>The periods in which the instrument is promised to be free.</summary>
    public static List<Period> FreeTimes(ScheduleSettings schedule, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
        => [.. schedule.Vent.SelectMany(vent => Daily(vent.At, vent.Until, vent.Days, zone, from, to, vent.Name)).OrderBy(period => period.From)];

    /// <summary>The blackouts.</summary>
    public static List<Period> Blackouts(ScheduleSettings schedule, TimeZoneInfo zone)
        => [.. schedule.Blackouts.Select(blackout => new Period(
            DayTime.At(DayTime.ParseMoment(blackout.From, isEnd: false)!.Value, zone), DayTime.At(DayTime.ParseMoment(blackout.To ?? blackout.From, isEnd: true)!.Value, zone),
            blackout.Reason.Length > 0 ? $"Blackout ({blackout.Reason})" : "Blackout"))];

    /// <summary>A moment as people say it: the time alone on the same day, with the day otherwise.</summary>
    public static string Text(DateTimeOffset moment, TimeZoneInfo zone, DateTimeOffset now)
    {
        DateTime local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        return local.ToString(local.Date == TimeZoneInfo.ConvertTime(now, zone).Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Period> Daily(string begins, string ends, IReadOnlyList<DayOfWeek> days, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to, string name)
    {
        TimeOnly first = DayTime.Parse(begins)!.Value, last = DayTime.Parse(ends)!.Value;
        DateOnly day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).AddDays(-1), final = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, zone).DateTime);
        for (; day <= final; day = day.AddDays(1))
        {
            if (days.Count > 0 && !days.Contains(day.DayOfWeek)) continue;
            DateTimeOffset opens = DayTime.At(day.ToDateTime(first), zone), closes = DayTime.At((last > first ? day : day.AddDays(1)).ToDateTime(last), zone);
            if (closes > opens && closes > from && opens < to) yield return new Period(opens, closes, name);
        }
    }
}
