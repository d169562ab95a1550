using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Schedules;
using Quartz;

namespace LtoAutoscope.Daemon.Schedules;

/// <summary>The times of an entry of the schedule: of a time of day by the project's own rule, of a cron expression by Quartz's.</summary>
internal sealed class CronTimes(TimeZoneInfo zone)
{
    private readonly ConcurrentDictionary<string, CronExpression> _expressions = new(StringComparer.Ordinal);

    /// <summary>The first time after a moment, or null.</summary>
    public DateTimeOffset? After(RecurringSetting entry, DateTimeOffset moment)
        => entry.Cron is { } cron ? _expressions.GetOrAdd(cron, text => new CronExpression(text, zone)).GetNextValidTimeAfter(moment) : RecurringTimes.After(entry, zone, moment);

    /// <summary>Refuses cron expressions that Quartz does not read.</summary>
    /// <exception cref="InputException">One is wrong.</exception>
    public static void RequireReadable(ScheduleSettings schedule, string where)
    {
        foreach (RecurringSetting entry in schedule.Recurring.Where(entry => entry.Cron is not null))
        {
            try
            {
                _ = new CronExpression(entry.Cron!);
            }
            catch (FormatException error)
            {
                throw new InputException($"the cron expression '{entry.Cron}' of '{entry.Task}' cannot be read ({error.Message.TrimEnd('.')})", where, "Write seconds, minutes, hours, day of month, month, day of week, such as \"0 30 3 ? * MON\"", error);
            }
        }
    }
}
