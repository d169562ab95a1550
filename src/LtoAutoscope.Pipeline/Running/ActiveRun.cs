using LtoAutoscope.Acquisition.Running;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>The run that has the instrument now, and what people have asked of it.</summary>
internal sealed class ActiveRun(string jobId, string runId, CancellationTokenSource cancellation)
{
    public string JobId { get; } = jobId;

    public string RunId { get; } = runId;

    public RunControl Control { get; } = new();

    /// <summary>Who pressed STOP, or null.</summary>
    public string? StoppedBy { get; set; }

    /// <summary>Who asked for a pause, or null.</summary>
    public string? PausedBy { get; set; }

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
