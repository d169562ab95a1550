using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Queue;

/// <content>What people do to single jobs while the queue runs. Each operation is one line of the journal, so a kill leaves it done or not begun.</content>
public sealed partial class SampleQueue
{
    /// <summary>The most copies that are made at once.</summary>
    public const int MaximumCopies = 100;

    /// <summary>Makes copies of a job, each a new one that waits, right behind the original or, where that has begun or ended, at the end.</summary>
    /// <param name="jobId">The original.</param>
    /// <param name="count">How many, 1…100.</param>
    /// <param name="stub">The stub on which the sample lies now; null for that of the original.</param>
    /// <param name="hold">Why the copies are held from the beginning, or null.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    /// <exception cref="InputException">There is no such job, or the number is out of range.</exception>
    public async Task<IReadOnlyList<QueuedJob>> CopyAsync(string jobId, int count, Stub? stub, JobHold? hold, string by, CancellationToken cancellationToken)
    {
        if (count is < 1 or > MaximumCopies) throw new InputException($"{count} copies cannot be made", "count", $"Ask for 1 to {MaximumCopies}");
        QueuedJob[] copies = [];
        await ChangeAsync(jobs =>
        {
            QueuedJob original = Any(jobs, jobId);
            string line = NextId();
            copies =
            [
                .. Enumerable.Range(1, count).Select(number => new QueuedJob
                {
                    JobId = string.Create(CultureInfo.InvariantCulture, $"{line}-{number}"), Sample = stub is null ? original.Sample : original.Sample with { Stub = stub.Name },
                    Recipe = original.Recipe, Stub = stub ?? original.Stub, Truth = original.Truth, Goal = original.Goal, RecipeSha256 = original.RecipeSha256,
                    Priority = original.Priority, Window = original.Window, Hold = hold, By = by, AddedAt = _time.GetUtcNow(), CopyOf = original.JobId,
                }),
            ];
            string? before = original.State == RunState.Queued ? jobs.ElementAtOrDefault(jobs.IndexOf(original) + 1)?.JobId : null;
            return (QueueEventKind.SeveralAdded, new JsonObject { ["jobs"] = JsonSerializer.SerializeToNode(copies, DomainJson.Line), ["before"] = before, ["by"] = by });
        }, cancellationToken).ConfigureAwait(false);
        return [.. copies.Select(copy => Find(copy.JobId) ?? copy)];
    }

    /// <summary>Moves a waiting job among the waiting ones of its priority: −1 is one up, +1 one down; it stops at the ends.</summary>
    /// <exception cref="InputException">There is no such job, it does not wait, or the job at that place has another priority.</exception>
    public Task MoveAsync(string jobId, int by, string person, CancellationToken cancellationToken) => ChangeAsync(jobs => Moved(jobs, jobId, place => (long)place + by, person), cancellationToken);

    /// <summary>Moves a waiting job to a place among the waiting ones, 1 for the first; beyond the last it becomes the last.</summary>
    /// <exception cref="InputException">There is no such job, it does not wait, the place is below 1, or the job there has another priority.</exception>
    public Task MoveToAsync(string jobId, int place, string by, CancellationToken cancellationToken)
    {
        if (place < 1) throw new InputException($"there is no place {place}", "to", "Give 1 for the first place, 2 for the second, and so on");
        return ChangeAsync(jobs => Moved(jobs, jobId, _ => place - 1, by), cancellationToken);
    }

    /// <summary>Makes a waiting job the next: it goes before all waiting ones, and its priority is raised to the highest among them where it is lower.</summary>
    /// <exception cref="InputException">There is no such job, or it does not wait.</exception>
    public async Task MoveNextAsync(string jobId, string by, CancellationToken cancellationToken)
    {
        await ChangeAsync(jobs =>
        {
            QueuedJob job = Require(jobs, jobId, "only a waiting job can be moved", RunState.Queued);
            if (job.Hold is { } hold) throw new InputException($"the job is held by {hold.By} ({hold.Reason.TrimEnd('.')})", Named(job), "Resume it first");
            int highest = jobs.Where(other => other.IsReady).Max(other => other.Priority);
            return highest > job.Priority ? Change(job, highest, job.Window, by) : null;
        }, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(jobs => Moved(jobs, jobId, _ => 0, by), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Passes a waiting job over until it is released; the queue goes on with the next.</summary>
    /// <exception cref="InputException">There is no such job, or it does not wait.</exception>
    public Task HoldJobAsync(string jobId, string by, string reason, HoldCause cause, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            QueuedJob job = Require(jobs, jobId, "only a waiting job can be held; a running one is paused or cancelled", RunState.Queued, RunState.Running);
            // Another reason in its place would let a proposal go without approval.
            if (job.Hold is { Cause: HoldCause.Approval } && cause != HoldCause.Approval) throw new InputException("the job is a proposal, and is held until somebody approves it", Named(job), "Approve it, or take it out of the queue");
            // And a planned job would lose what lets it go when its powder is there.
            if (job.Hold is { Cause: HoldCause.Planned } && cause != HoldCause.Planned) throw new InputException("the job is planned, and is held until its powder lies on a stub", Named(job), "Load and confirm its sample, or take it out of the queue");
            return job.Hold is { } hold && hold.Reason == reason && hold.Cause == cause
                ? null
                : (QueueEventKind.Held, new JsonObject { ["job_id"] = jobId, ["by"] = by, ["reason"] = reason, ["cause"] = JsonSerializer.SerializeToNode(cause, DomainJson.Line) });
        }, cancellationToken);

    /// <summary>Lets a held job wait again.</summary>
    /// <exception cref="InputException">There is no such job, or nothing holds it.</exception>
    public Task ReleaseAsync(string jobId, string by, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            QueuedJob job = Any(jobs, jobId);
            return job.Hold is not null
                ? (QueueEventKind.Released, new JsonObject { ["job_id"] = jobId, ["by"] = by })
                : throw new InputException($"nothing holds the job; it is {Word(job.State)}", Named(job), "Look at the queue for its state");
        }, cancellationToken);

    /// <summary>Gives a planned job the stub on which its powder lies now. A job that lies there already is left as it is.</summary>
    /// <exception cref="InputException">There is no such job, or it is not held as planned.</exception>
    public Task PlaceAsync(string jobId, Stub stub, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stub);
        return ChangeAsync(jobs =>
        {
            QueuedJob job = Require(jobs, jobId, "only a planned job is given a stub", RunState.Queued);
            if (job.Hold is not { Cause: HoldCause.Planned }) throw new InputException("the job is not planned; it was queued for its stub", Named(job), "Duplicate it, which takes the present stub");
            return job.Stub == stub ? null : (QueueEventKind.Placed, new JsonObject { ["job_id"] = jobId, ["stub"] = JsonSerializer.SerializeToNode(stub, DomainJson.Line), ["by"] = by });
        }, cancellationToken);
    }

    /// <summary>Puts a running job back because the schedule says so; its run goes on at the next opening, at its old place.</summary>
    /// <exception cref="InputException">There is no such job, or it does not run.</exception>
    public Task SuspendAsync(string jobId, string reason, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "only a running job is suspended", RunState.Running);
            return (QueueEventKind.Suspended, new JsonObject { ["job_id"] = jobId, ["reason"] = reason });
        }, cancellationToken);

    /// <summary>Calls a job off. It stays in the list with its reason, and its run keeps what was counted.</summary>
    /// <exception cref="InputException">There is no such job, or it has ended.</exception>
    public Task CancelAsync(string jobId, string by, string reason, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "there is nothing left to cancel", RunState.Queued, RunState.Running, RunState.Stopped);
            return (QueueEventKind.Cancelled, new JsonObject { ["job_id"] = jobId, ["by"] = by, ["reason"] = reason });
        }, cancellationToken);

    /// <summary>Sets priority and window of a job that has not ended.</summary>
    /// <exception cref="InputException">There is no such job, it has ended, or a value is out of range.</exception>
    public Task ChangeAsync(string jobId, int priority, JobWindow? window, string by, CancellationToken cancellationToken)
    {
        string[] problems = [.. window?.Validate() ?? []];
        if (priority is < NewJob.LowestPriority or > NewJob.HighestPriority) problems = [.. problems, $"priority: {priority} must lie between {NewJob.LowestPriority} and {NewJob.HighestPriority}"];
        if (problems.Length > 0) throw new InputException(string.Join("; ", problems), jobId, "Correct these values");
        return ChangeAsync(jobs =>
        {
            QueuedJob job = Require(jobs, jobId, "it has ended", RunState.Queued, RunState.Running, RunState.Stopped);
            return job.Priority == priority && job.Window == window ? null : Change(job, priority, window, by);
        }, cancellationToken);
    }

    private static (string, JsonObject)? Change(QueuedJob job, int priority, JobWindow? window, string by)
        => (QueueEventKind.Changed, new JsonObject { ["job_id"] = job.JobId, ["priority"] = priority, ["window"] = JsonSerializer.SerializeToNode(window, DomainJson.Line), ["by"] = by });

    /// <summary>Places are those of the order in which jobs will run; among jobs of another priority there is none to move to.</summary>
    private static (string Kind, JsonObject Data)? Moved(ImmutableList<QueuedJob> jobs, string jobId, Func<int, long> to, string by)
    {
        QueuedJob job = Require(jobs, jobId, "only a waiting job can be moved", RunState.Queued);
        List<QueuedJob> waiting = [.. jobs.Where(other => other.State == RunState.Queued).OrderByDescending(other => other.Priority)];
        int place = waiting.IndexOf(job), target = (int)Math.Clamp(to(place), 0, waiting.Count - 1);
        if (target == place) return null;
        if (waiting[target].Priority != job.Priority)
        {
            QueuedJob other = waiting[target];
            throw new InputException(
                FormattableString.Invariant($"'{other.Sample.Name}' at that place has the priority {other.Priority}, and this job {job.Priority}: priority goes before place"), Named(job), "Set its priority, or move it within its own");
        }

        waiting.RemoveAt(place);
        string? before = target < waiting.Count && waiting[target].Priority == job.Priority ? waiting[target].JobId : null;
        return (QueueEventKind.Moved, new JsonObject { ["job_id"] = jobId, ["before"] = before, ["by"] = by });
    }

    private static QueuedJob Any(ImmutableList<QueuedJob> jobs, string jobId)
        => Require(jobs, jobId, "", RunState.Queued, RunState.Running, RunState.Stopped, RunState.Completed, RunState.Failed, RunState.Cancelled);
}
