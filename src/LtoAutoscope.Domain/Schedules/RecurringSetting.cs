namespace LtoAutoscope.Domain.Schedules;

/// <summary>When a recurring task is done: at a time of day, or by a cron expression.</summary>
public sealed record RecurringSetting
{
    /// <summary>Its name: that of an <see cref="IRecurringTask"/>.</summary>
    public required string Task { get; init; }

    /// <summary>Time of day, <c>HH:mm</c> on the laboratory's clock; null where <see cref="Cron"/> says when.</summary>
    public string? At { get; init; }

    /// <summary>Days for <see cref="At"/>. Default every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>A Quartz cron expression (seconds, minutes, hours, day of month, month, day of week), on the laboratory's clock.</summary>
    public string? Cron { get; init; }

    /// <summary>What becomes of a time that was missed. Default run once.</summary>
    public MissedRun Missed { get; init; } = MissedRun.RunOnce;
}
