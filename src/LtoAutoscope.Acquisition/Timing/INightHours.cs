namespace LtoAutoscope.Acquisition.Timing;

/// <summary>When jobs may begin, and until when the instrument must be free.</summary>
public interface INightHours
{
    /// <summary>The first moment from a time on at which a job may begin; null when there is none any more.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="from">From when, UTC.</param>
    /// <param name="work">How long it would take: one that would not be done by a deadline may have to wait.</param>
    DateTimeOffset? NextStart(string jobId, DateTimeOffset from, TimeSpan work);

    /// <summary>When work that begins at a time ends; it is longer than the work where hours close in between. Null where it never ends.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="start">When it begins, UTC.</param>
    /// <param name="work">How long it takes by itself.</param>
    DateTimeOffset? EndOf(string jobId, DateTimeOffset start, TimeSpan work) => start + work;

    /// <summary>When the instrument must be free at the latest, or null.</summary>
    DateTimeOffset? Deadline { get; }
}
