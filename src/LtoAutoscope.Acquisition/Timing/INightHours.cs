namespace LtoAutoscope.Acquisition.Timing;

/// <summary>When jobs may begin, and until when the instrument must be free.</summary>
public interface INightHours
{
    /// <summary>The first moment from a time on at which a job may begin; null when there is none any more.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="from">From when, UTC.</param>
    DateTimeOffset? NextStart(string jobId, DateTimeOffset from);

    /// <summary>When the instrument must be free at the latest, or null.</summary>
    DateTimeOffset? Deadline { get; }
}
