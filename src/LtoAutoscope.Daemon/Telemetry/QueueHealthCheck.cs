using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Whether the queue is open and not held by a fault.</summary>
internal sealed class QueueHealthCheck(ILab lab, IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        LabSnapshot now = lab.Current;
        if (services.GetService<DataFolder>() is { } data && !File.Exists(Path.Combine(data.Queue, SampleQueue.JournalName)))
            return Task.FromResult(HealthCheckResult.Unhealthy("The queue's journal is gone: the data folder was moved or its disk is away."));
        string waiting = FormattableString.Invariant($"{now.Queue.Count(job => job.State == RunState.Queued)} jobs wait");
        return Task.FromResult(now.State switch
        {
            LabState.Faulted => HealthCheckResult.Degraded($"Held by a fault: {now.StateDetail}; {waiting}."),
            LabState.Paused or LabState.Pausing => HealthCheckResult.Healthy($"Held: {now.StateDetail}; {waiting}."),
            _ => HealthCheckResult.Healthy($"Open; {waiting}."),
        });
    }
}
