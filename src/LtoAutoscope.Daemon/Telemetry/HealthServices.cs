using System.Text.Json;
using LtoAutoscope.Domain.Files;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: queue, disk, instrument and alerts, each with its reason.</summary>
internal static class HealthServices
{
    public static void Add(IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<QueueHealthCheck>("queue")
        .AddCheck<DiskHealthCheck>("disk")
        .AddCheck<InstrumentHealthCheck>("instrument")
        .AddCheck<AlertsHealthCheck>("alerts");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        // Degraded answers 200: the daemon does its work or waits for something that a restart does not mend. Unhealthy answers 503.
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            report.Status, Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { entry.Value.Status, entry.Value.Description }),
        }, DomainJson.Line), context.RequestAborted);
    }
}
