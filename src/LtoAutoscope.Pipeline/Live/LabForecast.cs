using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>When jobs are likely to end, from what the jobs before them took. It gives ranges, and nothing where nothing is known.</summary>
public static class LabForecast
{
    private const double Early = 0.8;
    private const double Late = 1.4;

    /// <summary>The same jobs with likely ends.</summary>
    public static IReadOnlyList<JobView> WithEnds(IReadOnlyList<JobView> jobs, RunningView? running, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        TimeSpan[] taken = [.. jobs.Where(job => job is { State: RunState.Completed, StartedAt: not null, EndedAt: not null }).Select(job => job.EndedAt!.Value - job.StartedAt!.Value)];
        if (taken.Length == 0) return [.. jobs.Select(job => job with { EndsBetween = null })];

        double mean = taken.Average(span => span.TotalSeconds);
        double early = 0, late = 0;
        var result = new List<JobView>(jobs.Count);
        foreach (JobView job in jobs)
        {
            switch (job.State)
            {
                case RunState.Running when job.StartedAt is { } start:
                    double left = Math.Max(mean * 0.05, mean - (now - start).TotalSeconds);
                    (early, late) = (left * Early, left * Late);
                    break;
                case RunState.Queued:
                    (early, late) = (early + mean * Early, late + mean * Late);
                    break;
                default:
                    result.Add(job with { EndsBetween = null });
                    continue;
            }

            result.Add(job with { EndsBetween = (now.AddSeconds(early), now.AddSeconds(late)) });
        }

        return result;
    }
}
