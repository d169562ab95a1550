namespace LtoAutoscope.Acquisition.Timing;

/// <summary>Hours without a schedule: from a time on, and at most one deadline.</summary>
/// <param name="From">Before it nothing begins; null for at once.</param>
/// <param name="Deadline">When the instrument must be free, or null. Nothing begins after it.</param>
public sealed record NightHours(DateTimeOffset? From = null, DateTimeOffset? Deadline = null) : INightHours
{
    /// <inheritdoc/>
    public DateTimeOffset? NextStart(string jobId, DateTimeOffset from, TimeSpan work)
    {
        DateTimeOffset start = From is { } opens && opens > from ? opens : from;
        return Deadline is { } end && start >= end ? null : start;
    }
}
