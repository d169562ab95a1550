namespace LtoAutoscope.Acquisition.Timing;

/// <summary>When a queue is likely to be done.</summary>
/// <param name="Jobs">Its jobs, in order.</param>
/// <param name="EndsBetween">When the last one ends, tenth to ninetieth percentile; null where some job never begins in most courses, or there is none.</param>
/// <param name="ChanceByDeadline">Chance that all of them are done by the deadline, 0…1; 1 without one.</param>
/// <param name="Deadline">The deadline, or null.</param>
public sealed record NightForecast(IReadOnlyList<JobForecast> Jobs, (DateTimeOffset Early, DateTimeOffset Late)? EndsBetween, double ChanceByDeadline, DateTimeOffset? Deadline)
{
    /// <summary>Nothing to do.</summary>
    public static NightForecast Empty { get; } = new([], null, 1, null);
}
