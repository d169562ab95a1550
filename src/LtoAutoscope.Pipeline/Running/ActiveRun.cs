using LtoAutoscope.Acquisition.Running;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>The run that has the instrument now, and what people have asked of it.</summary>
internal sealed class ActiveRun(string jobId, string sampleName, DateTimeOffset begunAt, CancellationTokenSource cancellation)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string JobId { get; } = jobId;

    public string SampleName { get; } = sampleName;

    /// <summary>When it began or went on.</summary>
    public DateTimeOffset BegunAt { get; } = begunAt;

    /// <summary>Its run; null while it is being opened.</summary>
    public string? RunId { get; set; }

    public RunControl Control { get; } = new();

    /// <summary>Who pressed STOP, or null.</summary>
    public string? StoppedBy { get; set; }

    /// <summary>Who asked for a pause, or null.</summary>
    public string? PausedBy { get; set; }

    /// <summary>Who called its job off, and why; null when nobody did.</summary>
    public (string By, string Reason)? Cancelled { get; set; }

    /// <summary>Why the schedule halts it after its present tile; null when it does not.</summary>
    public string? ScheduleReason { get; set; }

    /// <summary>Whether <see cref="ScheduleReason"/> is the end of the job's own window, after which a person has to say how it goes on.</summary>
    public bool IsWindowOver { get; set; }

    /// <summary>Whether it ends in a hold that nothing turns aside any more; who resumes waits for <see cref="Ended"/> first.</summary>
    public bool IsBeingHeld { get; set; }

    /// <summary>Done when the run has ended and its end is booked.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes <see cref="Ended"/>.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Ends the run now; one that has just ended by itself is left alone.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The run ended between the press and this call.
        }
    }
}
