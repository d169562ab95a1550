using LtoAutoscope.Pipeline.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Whether the instrument is connected and answers; if not, why.</summary>
internal sealed class InstrumentHealthCheck(ILab lab, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        LabSnapshot now = lab.Current;
        InstrumentView instrument = now.Instrument;
        string name = instrument.Name.Length > 0 ? instrument.Name : "the instrument";
        if (!instrument.IsConnected) return Task.FromResult(HealthCheckResult.Degraded($"{name} is not connected{(now.StateDetail.Length > 0 ? $": {now.StateDetail}" : "")}."));
        TimeSpan? age = instrument.ReadAt is { } at ? time.GetUtcNow() - at : null;
        return Task.FromResult(age is null || age > Stale
            ? HealthCheckResult.Degraded(age is null ? $"{name} is connected and was not read yet." : FormattableString.Invariant($"{name} is connected, and was last read {age.Value.TotalSeconds:0} s ago."))
            : HealthCheckResult.Healthy($"{name} is connected."));
    }
}
