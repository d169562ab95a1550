using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Queue;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>Reads from a data folder what is left to do, also while a daemon works in it.</summary>
public static class QueueReading
{
    /// <summary>The jobs that are left, in the order in which they would be worked off.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="holder">The holder on the stage.</param>
    /// <param name="running">The run under way as the daemon shows it, or null where there is no daemon.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Domain.InputException">The queue's journal is damaged.</exception>
    public static async Task<IReadOnlyList<RehearsalJob>> ReadAsync(DataFolder data, HolderMap holder, RunningView? running, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        string journal = Path.Combine(data.Queue, "journal.ndjson");
        if (!File.Exists(journal)) return [];
        QueuedJob[] jobs = [.. QueueReplay.Of(await JournalReader.ReadAsync(journal, cancellationToken).ConfigureAwait(false))];
        IReadOnlyList<LoadedSample> loaded = await SampleLoading.ReadAsync(data, holder, cancellationToken).ConfigureAwait(false);
        var left = new List<RehearsalJob>();
        foreach (QueuedJob job in jobs.Where(job => job.State == RunState.Running).Concat(jobs.Where(job => job.State is RunState.Queued or RunState.Stopped).OrderByDescending(job => job.Priority)))
        {
            RunningView? own = running?.Job.JobId == job.JobId ? running : null;
            JobView view = new() { JobId = job.JobId, Sample = job.Sample, Recipe = job.Recipe, State = job.State, StartedAt = job.StartedAt };
            string? problem = job.State == RunState.Stopped ? $"the job is stopped: {job.Reason}" : job.Hold is { } hold ? $"the job is held by {hold.By}: {hold.Reason}" : job.State == RunState.Queued ? ProblemOf(job, holder, loaded) : null;
            left.Add(new RehearsalJob(job, job.State == RunState.Running ? LabForecast.ProgressOf(view, own, now) : null, problem));
        }

        return left;
    }

    private static string? ProblemOf(QueuedJob job, HolderMap holder, IReadOnlyList<LoadedSample> loaded)
    {
        string name = job.Sample.Name, stub = job.Stub.Name;
        if (loaded.FirstOrDefault(entry => entry.Sample == name) is not { } there) return $"the sample lies on no stub of the holder '{holder.Name}'";
        if (!string.Equals(there.Stub, stub, StringComparison.OrdinalIgnoreCase)) return $"the sample lies on stub '{there.Stub}' now, and the job was queued for stub '{stub}'";
        return there.IsConfirmed ? null : $"nobody has confirmed that it lies on stub '{stub}'{(there.Doubt.Length > 0 ? $". An earlier confirmation counts no more: {there.Doubt.TrimEnd('.')}" : "")}";
    }
}
