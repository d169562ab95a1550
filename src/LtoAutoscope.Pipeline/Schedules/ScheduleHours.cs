using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Schedules;

/// <summary>The hours of the schedule and of the jobs' own windows, for forecasts.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="zone">Its zone.</param>
/// <param name="time">The clock.</param>
/// <param name="windowOf">The window of a job, or null.</param>
/// <remarks>Thread-safe. Openings are worked out once an hour.</remarks>
public sealed class ScheduleHours(ScheduleSettings schedule, TimeZoneInfo zone, TimeProvider time, Func<string, JobWindow?> windowOf) : INightHours
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private volatile Drawn? _drawn;

    /// <inheritdoc/>
    public DateTimeOffset? Deadline => schedule.Vent.Count == 0 ? null : ScheduleEvaluation.At(schedule, zone, time.GetUtcNow()).VentAt;

    /// <inheritdoc/>
    public DateTimeOffset? NextStart(string jobId, DateTimeOffset from)
    {
        JobWindow? window = windowOf(jobId);
        DateTimeOffset earliest = window?.EarliestStart is { } begins && begins > from ? begins : from;
        DateTimeOffset? start = Open().Where(period => period.To > earliest).Select(period => (DateTimeOffset?)(period.From > earliest ? period.From : earliest)).FirstOrDefault();
        return window?.LatestEnd is { } latest && start >= latest ? null : start;
    }

    /// <inheritdoc/>
    public DateTimeOffset? EndOf(string jobId, DateTimeOffset start, TimeSpan work)
    {
        DateTimeOffset at = start;
        foreach (Period period in Open().Where(period => period.To > start))
        {
            if (period.From > at) at = period.From;
            if (at + work <= period.To) return at + work;
            work -= period.To - at;
            at = period.To;
        }

        return null;
    }

    private IReadOnlyList<Period> Open()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_drawn is { } known && now >= known.At && now - known.At < Fresh) return known.Open;
        var drawn = new Drawn(now, ScheduleEvaluation.OpenPeriods(schedule, zone, now.AddDays(-1), now + ScheduleEvaluation.Horizon));
        _drawn = drawn;
        return drawn.Open;
    }

    private sealed record Drawn(DateTimeOffset At, IReadOnlyList<Period> Open);
}
