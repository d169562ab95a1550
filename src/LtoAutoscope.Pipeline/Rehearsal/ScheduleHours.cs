using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>
/// The hours of a schedule for forecasts: a job begins only while samples may be imaged, and not where it would not be done before the instrument must be free or its own window ends; one that is
/// under way when a window closes goes on at the next opening.
/// </summary>
/// <remarks>Immutable. The open times of the next fortnight are worked out once.</remarks>
public sealed class ScheduleHours : INightHours
{
    private const int MostChanges = 60;
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    /// <summary>What the queue sets aside for parking before a deadline.</summary>
    private static readonly TimeSpan ParkTime = TimeSpan.FromMinutes(2);

    private readonly List<(DateTimeOffset From, DateTimeOffset To, bool EndsInVent)> _open;
    private readonly Func<string, JobWindow?> _windowOf;

    private ScheduleHours(List<(DateTimeOffset, DateTimeOffset, bool)> open, DateTimeOffset? deadline, Func<string, JobWindow?> windowOf) => (_open, Deadline, _windowOf) = (open, deadline, windowOf);

    /// <inheritdoc/>
    public DateTimeOffset? Deadline { get; }

    /// <summary>The hours from a moment on.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="zone">Its zone.</param>
    /// <param name="now">The moment.</param>
    /// <param name="windowOf">The window of a job, or null.</param>
    public static ScheduleHours Of(ScheduleSettings schedule, TimeZoneInfo zone, DateTimeOffset now, Func<string, JobWindow?> windowOf)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(windowOf);
        var open = new List<(DateTimeOffset, DateTimeOffset, bool)>();
        DateTimeOffset? deadline = null;
        if (schedule.Windows.Count == 0 && schedule.Blackouts.Count == 0 && schedule.Vent.Count == 0) return new ScheduleHours([(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, false)], null, windowOf);
        DateTimeOffset at = now;
        for (int change = 0; change < MostChanges && at < now + Horizon; change++)
        {
            ScheduleVerdict verdict = ScheduleEvaluation.At(schedule, zone, at);
            if (change == 0) deadline = verdict.VentAt;
            DateTimeOffset until = verdict.Until ?? DateTimeOffset.MaxValue;
            if (verdict.IsOpen) open.Add((at, until, verdict.VentAt == until));
            if (verdict.Until is null) break;
            at = until;
        }

        return new ScheduleHours(open, deadline, windowOf);
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextStart(string jobId, DateTimeOffset from, TimeSpan work)
    {
        JobWindow? window = _windowOf(jobId);
        if (window?.EarliestStart is { } earliest && earliest > from) from = earliest;
        foreach ((DateTimeOffset opens, DateTimeOffset closes, bool endsInVent) in _open)
        {
            DateTimeOffset start = opens > from ? opens : from;
            if (start >= closes || endsInVent && start + work + ParkTime > closes) continue;
            return window?.LatestEnd is { } latest && start + work > latest ? null : start;
        }

        return null;
    }

    /// <inheritdoc/>
    public DateTimeOffset? EndOf(string jobId, DateTimeOffset start, TimeSpan work)
    {
        TimeSpan left = work;
        foreach ((DateTimeOffset opens, DateTimeOffset closes, _) in _open)
        {
            if (closes <= start) continue;
            DateTimeOffset begins = opens > start ? opens : start;
            if (left <= closes - begins) return begins + left;
            left -= closes - begins;
        }

        return null;
    }
}
