using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>
/// What people do with the queue while it runs. Every operation answers with the job as it is then, or throws <see cref="Domain.InputException"/> with the reason why not; none is silent.
/// </summary>
public interface ILabQueue
{
    /// <summary>Queues a job.</summary>
    Task<JobView> EnqueueAsync(JobRequest request, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Registers a sample that is still to be made, and queues a job for it that is held until somebody confirms the powder on a stub; it then goes on by itself, on that stub. Asked for again it gives the same job.
    /// </summary>
    Task<JobView> PlanAsync(PlanRequest request, string by, CancellationToken cancellationToken);

    /// <summary>Makes copies of a job, 1…100, that wait behind it; they take the stub on which the sample lies now. Proposed ones wait for approval.</summary>
    Task<IReadOnlyList<JobView>> CopyJobAsync(string jobId, int count, bool proposed, string by, CancellationToken cancellationToken);

    /// <summary>Lets a proposed job wait for its turn.</summary>
    Task<JobView> ApproveJobAsync(string jobId, string by, CancellationToken cancellationToken);

    /// <summary>Moves a waiting job up (−1) or down (+1) among those of its priority.</summary>
    Task<JobView> MoveJobAsync(string jobId, int by, string person, CancellationToken cancellationToken);

    /// <summary>Moves a waiting job to a place among the waiting ones, 1 for the first.</summary>
    Task<JobView> MoveJobToAsync(string jobId, int place, string by, CancellationToken cancellationToken);

    /// <summary>Makes a waiting job the next, raising its priority where others have a higher one.</summary>
    Task<JobView> MoveJobNextAsync(string jobId, string by, CancellationToken cancellationToken);

    /// <summary>Passes a waiting job over until it is resumed; the queue goes on.</summary>
    Task<JobView> HoldJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken);

    /// <summary>Lets a held, stopped or failed job wait again; its run goes on where it was.</summary>
    Task<JobView> ResumeJobAsync(string jobId, string by, CancellationToken cancellationToken);

    /// <summary>Calls a job off; a running one is ended and parked first. What was counted is kept.</summary>
    Task<JobView> CancelJobAsync(string jobId, string reason, string by, CancellationToken cancellationToken);

    /// <summary>Sets priority and window of a job that has not ended; a null leaves what is there.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="priority">The priority, or null.</param>
    /// <param name="window">The window (without times: none), or null.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Heeded until the write begins.</param>
    Task<JobView> ChangeJobAsync(string jobId, int? priority, JobWindow? window, string by, CancellationToken cancellationToken);

    /// <summary>Takes a job that does not run out of the queue and its list.</summary>
    Task RemoveJobAsync(string jobId, string by, CancellationToken cancellationToken);
}
