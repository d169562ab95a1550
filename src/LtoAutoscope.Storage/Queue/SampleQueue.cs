using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Queue;

/// <summary>
/// The queue of samples. Its state is a replay of <c>queue/journal.ndjson</c>; every operation is on the disk before it takes effect,
/// and is refused with the reason when it does not fit.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread; operations are put in a row by one gate.</remarks>
public sealed partial class SampleQueue : IAsyncDisposable
{
    /// <summary>Name of the journal in the folder <c>queue</c>.</summary>
    public const string JournalName = "journal.ndjson";

    private readonly NdjsonJournal _journal;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile ImmutableList<QueuedJob> _jobs;

    private SampleQueue(NdjsonJournal journal, TimeProvider time)
    {
        (_journal, _time) = (journal, time);
        _jobs = QueueReplay.Of(journal.Events);
        InterruptedAtOpening = [.. _jobs.Where(job => job.State == RunState.Running)];
    }

    /// <summary>Raised after <see cref="Jobs"/> changed, on the thread that changed it.</summary>
    public event Action? Changed;

    /// <summary>All jobs in order: an immutable snapshot.</summary>
    public IReadOnlyList<QueuedJob> Jobs => _jobs;

    /// <summary>Jobs that were running when the process before this one ended; their runs go on.</summary>
    public ImmutableArray<QueuedJob> InterruptedAtOpening { get; }

    /// <summary>Opens the queue of a data folder.</summary>
    /// <exception cref="InputException">Its journal is damaged before the last line.</exception>
    public static async Task<SampleQueue> OpenAsync(DataFolder data, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        NdjsonJournal journal = await NdjsonJournal.OpenAsync(Path.Combine(data.Queue, JournalName), time, cancellationToken).ConfigureAwait(false);
        return new SampleQueue(journal, time);
    }

    /// <summary>Reads the queue of a data folder without opening it; empty when there is none.</summary>
    public static async Task<IReadOnlyList<QueuedJob>> ReadAsync(DataFolder data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        string path = Path.Combine(data.Queue, JournalName);
        return File.Exists(path) ? QueueReplay.Of(await JournalReader.ReadAsync(path, cancellationToken).ConfigureAwait(false)) : [];
    }

    /// <summary>The job of an id, or null.</summary>
    public QueuedJob? Find(string jobId) => _jobs.Find(job => job.JobId == jobId);

    /// <summary>The job to work on, the first of <see cref="Candidates"/>; null when there is none.</summary>
    public QueuedJob? Next() => Candidates().FirstOrDefault();

    /// <summary>
    /// The jobs that may be worked on, best first: one that is running already (a process ended in the middle of it), then those that wait and are not held, by priority
    /// and among equals by their place.
    /// </summary>
    public IReadOnlyList<QueuedJob> Candidates()
    {
        ImmutableList<QueuedJob> jobs = _jobs;
        return [.. jobs.Where(job => job.State == RunState.Running), .. jobs.Where(job => job.IsReady).OrderByDescending(job => job.Priority)];
    }

    /// <summary>Queues a sample at the end.</summary>
    /// <exception cref="InputException">Sample or recipe are not sound; all problems are listed.</exception>
    public Task<QueuedJob> AddAsync(Sample sample, Recipe recipe, Stub stub, GroundTruth? truth, string by, CancellationToken cancellationToken)
        => AddAsync(new NewJob { Sample = sample, Recipe = recipe, Stub = stub, Truth = truth }, by, cancellationToken);

    /// <summary>Queues a job at the end.</summary>
    /// <exception cref="InputException">Something of it is not sound; all problems are listed.</exception>
    public async Task<QueuedJob> AddAsync(NewJob job, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Validate().ToArray() is { Length: > 0 } problems) throw new InputException(string.Join("; ", problems), $"sample '{job.Sample.Name}'", "Correct these fields and queue it again");
        QueuedJob? added = null;
        await ChangeAsync(_ =>
        {
            added = new QueuedJob
            {
                JobId = NextId(), Sample = job.Sample, Recipe = job.Recipe, Stub = job.Stub, Truth = job.Truth, Goal = job.Goal, RecipeSha256 = job.RecipeSha256,
                Priority = job.Priority, Window = job.Window, Hold = job.Hold, By = by, AddedAt = _time.GetUtcNow(),
            };
            return (QueueEventKind.Added, new JsonObject { ["job"] = JsonSerializer.SerializeToNode(added, DomainJson.Line) });
        }, cancellationToken).ConfigureAwait(false);
        return Find(added!.JobId) ?? added;
    }

    /// <summary>Takes a job out of the queue; what its run has on the disk stays.</summary>
    /// <exception cref="InputException">There is no such job, or it is running.</exception>
    public Task RemoveAsync(string jobId, string by, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "cancel it instead", RunState.Queued, RunState.Stopped, RunState.Completed, RunState.Failed, RunState.Cancelled);
            return (QueueEventKind.Removed, new JsonObject { ["job_id"] = jobId, ["by"] = by });
        }, cancellationToken);

    /// <summary>A run begins, or goes on, for a job.</summary>
    /// <exception cref="InputException">There is no such job, or it is done, failed or stopped.</exception>
    public Task StartAsync(string jobId, string runId, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "queue it again first", RunState.Queued, RunState.Running);
            return (QueueEventKind.Started, new JsonObject { ["job_id"] = jobId, ["run_id"] = runId });
        }, cancellationToken);

    /// <summary>A running job is done.</summary>
    /// <inheritdoc cref="RemoveAsync" path="/exception"/>
    public Task CompleteAsync(string jobId, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "only a job that was begun can be done", RunState.Queued, RunState.Running, RunState.Stopped);
            return (QueueEventKind.Completed, new JsonObject { ["job_id"] = jobId });
        }, cancellationToken);

    /// <summary>A job was stopped by a person or the service manager; it can go on.</summary>
    /// <exception cref="InputException">There is no such job, or it is done or failed.</exception>
    public Task HoldAsync(string jobId, string by, string reason, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "it has ended", RunState.Queued, RunState.Running, RunState.Stopped);
            return (QueueEventKind.Stopped, new JsonObject { ["job_id"] = jobId, ["by"] = by, ["reason"] = reason });
        }, cancellationToken);

    /// <summary>A job failed for good.</summary>
    /// <exception cref="InputException">There is no such job, or it is done.</exception>
    public Task FailAsync(string jobId, string reason, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "it is done", RunState.Queued, RunState.Running, RunState.Stopped, RunState.Failed);
            return (QueueEventKind.Failed, new JsonObject { ["job_id"] = jobId, ["reason"] = reason });
        }, cancellationToken);

    /// <summary>Lets a stopped or failed job wait again; its run goes on where it was.</summary>
    /// <exception cref="InputException">There is no such job, or it neither stopped nor failed.</exception>
    public Task RequeueAsync(string jobId, string by, CancellationToken cancellationToken)
        => ChangeAsync(jobs =>
        {
            Require(jobs, jobId, "only a stopped or failed job can be queued again, a cancelled one can be duplicated", RunState.Stopped, RunState.Failed);
            return (QueueEventKind.Requeued, new JsonObject { ["job_id"] = jobId, ["by"] = by });
        }, cancellationToken);

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private async Task ChangeAsync(Func<ImmutableList<QueuedJob>, (string Kind, JsonObject Data)?> decide, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (decide(_jobs) is not { } change) return;
            RunEvent line = await _journal.AppendAsync(change.Kind, change.Data, cancellationToken).ConfigureAwait(false);
            _jobs = QueueReplay.Apply(_jobs, line);
        }
        finally
        {
            _gate.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Ids are the number of the line that adds the job, so that none comes twice.</summary>
    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"job-{_journal.Events.Count + 1:0000}");

    private static QueuedJob Require(ImmutableList<QueuedJob> jobs, string jobId, string remedy, params ReadOnlySpan<RunState> allowed)
    {
        int place = QueueReplay.IndexOf(jobs, jobId);
        if (place < 0) throw new InputException($"there is no job '{jobId}'", "queue", "Look at the queue: it may have been removed");
        QueuedJob job = jobs[place];
        if (allowed.Contains(job.State)) return job;
        throw new InputException($"the job is {Word(job.State)}; {remedy}", Named(job), "Look at the queue for its state");
    }

    private static string Named(QueuedJob job) => $"{job.JobId} (sample '{job.Sample.Name}')";

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
