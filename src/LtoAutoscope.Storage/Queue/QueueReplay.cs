using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Queue;

/// <summary>The queue as its journal tells it: a pure function of the lines.</summary>
public static class QueueReplay
{
    /// <summary>The jobs after all lines, in order.</summary>
    public static ImmutableList<QueuedJob> Of(IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Aggregate(ImmutableList<QueuedJob>.Empty, Apply);
    }

    /// <summary>The jobs after one more line. A word that this version does not know changes nothing.</summary>
    public static ImmutableList<QueuedJob> Apply(ImmutableList<QueuedJob> jobs, RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(line);
        JsonObject data = line.Data;
        if (line.Kind == QueueEventKind.Added) return jobs.Add(data["job"].Deserialize<QueuedJob>(DomainJson.Line)!);
        if (line.Kind == QueueEventKind.SeveralAdded) return Insert(jobs, data["jobs"].Deserialize<QueuedJob[]>(DomainJson.Line)!, Text(data, "before"));
        int place = IndexOf(jobs, Text(data, "job_id"));
        if (place < 0) return jobs;
        QueuedJob job = jobs[place];
        return line.Kind switch
        {
            QueueEventKind.Removed => jobs.RemoveAt(place),
            QueueEventKind.Moved => Move(jobs, job, Text(data, "before")),
            QueueEventKind.Started => jobs.SetItem(place, job with { State = RunState.Running, RunId = Text(data, "run_id"), StartedAt = line.Time, EndedAt = null, Reason = "" }),
            QueueEventKind.Completed => jobs.SetItem(place, job with { State = RunState.Completed, EndedAt = line.Time, Reason = "" }),
            QueueEventKind.Stopped => jobs.SetItem(place, job with { State = RunState.Stopped, EndedAt = line.Time, Reason = Text(data, "reason") ?? "" }),
            QueueEventKind.Failed => jobs.SetItem(place, job with { State = RunState.Failed, EndedAt = line.Time, Reason = Text(data, "reason") ?? "" }),
            QueueEventKind.Requeued => jobs.SetItem(place, job with { State = RunState.Queued, EndedAt = null, Reason = "" }),
            // One that a dead process left running waits again by this, with its run.
            QueueEventKind.Held => jobs.SetItem(place, job with { State = job.State == RunState.Running ? RunState.Queued : job.State, Hold = new JobHold(Text(data, "by") ?? "", line.Time, Text(data, "reason") ?? "", Cause(data)) }),
            QueueEventKind.Released => jobs.SetItem(place, job with { Hold = null }),
            QueueEventKind.Suspended => jobs.SetItem(place, job with { State = RunState.Queued, EndedAt = null, Reason = Text(data, "reason") ?? "" }),
            QueueEventKind.Cancelled => jobs.SetItem(place, job with { State = RunState.Cancelled, EndedAt = line.Time, Hold = null, Reason = Text(data, "reason") ?? "" }),
            QueueEventKind.Changed => jobs.SetItem(place, job with { Priority = data["priority"]?.GetValue<int>() ?? job.Priority, Window = data["window"].Deserialize<JobWindow>(DomainJson.Line) }),
            QueueEventKind.Placed when data["stub"].Deserialize<Stub>(DomainJson.Line) is { } stub => jobs.SetItem(place, job with { Stub = stub, Sample = job.Sample with { Stub = stub.Name } }),
            _ => jobs,
        };
    }

    /// <summary>The place of a job, −1 when there is none.</summary>
    internal static int IndexOf(ImmutableList<QueuedJob> jobs, string? jobId) => jobs.FindIndex(job => job.JobId == jobId);

    private static ImmutableList<QueuedJob> Move(ImmutableList<QueuedJob> jobs, QueuedJob job, string? before)
    {
        ImmutableList<QueuedJob> others = jobs.Remove(job);
        int place = IndexOf(others, before);
        return place < 0 ? others.Add(job) : others.Insert(place, job);
    }

    private static ImmutableList<QueuedJob> Insert(ImmutableList<QueuedJob> jobs, IReadOnlyList<QueuedJob> added, string? before)
    {
        int place = IndexOf(jobs, before);
        return place < 0 ? jobs.AddRange(added) : jobs.InsertRange(place, added);
    }

    /// <summary>A cause that this version does not know is taken for a person's, which only a person ends.</summary>
    private static HoldCause Cause(JsonObject data)
        => Enum.TryParse(Text(data, "cause"), ignoreCase: true, out HoldCause cause) && Enum.IsDefined(cause) ? cause : HoldCause.Person;

    private static string? Text(JsonObject data, string key) => data[key]?.GetValue<string>();
}
