using LtoAutoscope.Daemon.Alerts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Whether alerts get through: who cannot be told must be told of that.</summary>
internal sealed class AlertsHealthCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<AlertService>() is not { } alerts) return Task.FromResult(HealthCheckResult.Healthy("No alerts are set up."));
        AlertStatus status = alerts.Status();
        ChannelStatus[] failing = [.. status.Channels.Where(channel => channel.Reason.Length > 0)];
        string trouble = string.Join("; ", failing.Select(channel => $"{channel.Name}: {channel.Reason}"));
        if (status.Problem.Length > 0) trouble = trouble.Length == 0 ? status.Problem : $"{status.Problem}; {trouble}";
        return Task.FromResult(trouble.Length > 0 ? HealthCheckResult.Degraded(trouble + ".")
            : status.Enabled ? HealthCheckResult.Healthy(FormattableString.Invariant($"{status.Channels.Count} channels.")) : HealthCheckResult.Healthy("Switched off in alerts.yaml."));
    }
}
