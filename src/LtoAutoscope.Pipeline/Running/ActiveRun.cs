using LtoAutoscope.Acquisition.Running;

namespace LtoAutoscope.Pipeline.Running;

/// <summary>The run that has the instrument now, and what people have asked of it.</summary>
internal sealed class ActiveRun(string jobId, string runId, CancellationTokenSource cancellation)
{
    public string JobId { get; } = jobId;

    public string RunId { get; } = runId;

    public RunControl Control { get; } = new();

    public CancellationTokenSource Cancellation { get; } = cancellation;

    /// <summary>Who pressed STOP, or null.</summary>
    public string? StoppedBy { get; set; }

    /// <summary>Who asked for a pause, or null.</summary>
    public string? PausedBy { get; set; }
}
