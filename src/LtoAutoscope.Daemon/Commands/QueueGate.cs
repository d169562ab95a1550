using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>Puts edits of the queue in a row, and refuses those that were made on an older version of it.</summary>
/// <param name="lab">The laboratory.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class QueueGate(ILab lab) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Edits.</summary>
    /// <param name="expected">The version of the queue or of the job on which the edit was made; null edits whatever is there.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="edit">The edit; it waits for nothing but the disk.</param>
    /// <exception cref="ChangedMeanwhileException">There is another version now.</exception>
    public async Task<T> EditAsync<T>(string? expected, string jobId, Func<Task<T>> edit)
    {
        await _gate.WaitAsync();
        try
        {
            Require(expected, jobId);
            return await edit();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks for a version before something that takes its time.</summary>
    /// <exception cref="ChangedMeanwhileException">There is another version now.</exception>
    public async Task RequireAsync(string? expected, string jobId, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Require(expected, jobId);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Require(string? expected, string jobId)
    {
        if (expected is null) return;
        IReadOnlyList<JobView> queue = lab.Current.Queue;
        JobView? job = queue.FirstOrDefault(job => job.JobId == jobId);
        if (expected != QueueVersion.Of(queue) && (job is null || expected != QueueVersion.Of(job)))
            throw new ChangedMeanwhileException(job is null ? $"The job '{jobId}' is no longer in the queue" : "The queue has changed since you read it");
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
