using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Reads from a data folder what is left to do, also while a daemon works in it.</summary>
public static class QueueReading
{
    /// <summary>The jobs that are left, in the order in which they would be worked off.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="running">The run under way as the daemon shows it, or null where there is no daemon.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Domain.InputException">The queue's journal is damaged.</exception>
    public static async Task<IReadOnlyList<RehearsalJob>> ReadAsync(DataFolder data, RunningView? running, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        string journal = Path.Combine(data.Queue, "journal.ndjson");
        if (!File.Exists(journal)) return [];
        QueuedJob[] jobs = [.. QueueReplay.Of(await JournalReader.ReadAsync(journal, cancellationToken).ConfigureAwait(false))];
        var left = new List<RehearsalJob>();
        foreach (QueuedJob job in jobs.Where(job => job.State == RunState.Running).Concat(jobs.Where(job => job.State is RunState.Queued or RunState.Stopped)))
        {
            RunningView? own = running?.Job.JobId == job.JobId ? running : null;
            JobView view = new() { JobId = job.JobId, Sample = job.Sample, Recipe = job.Recipe, State = job.State, StartedAt = job.StartedAt };
            string? problem = job.State == RunState.Stopped ? $"the job is stopped: {job.Reason}" : null;
            left.Add(new RehearsalJob(job, job.State == RunState.Running ? LabForecast.ProgressOf(view, own, now) : null, problem));
        }

        return left;
    }
}
