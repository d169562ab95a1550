using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Telemetry;
using OpenTelemetry.Metrics;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Collects the meters of the libraries and gives them out at <c>/metrics</c> in Prometheus' form.</summary>
internal static class MetricsServices
{
    /// <summary>All meters and sources of the program begin so.</summary>
    public const string OwnNames = "LtoAutoscope.*";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider => new LabMetrics(provider.GetRequiredService<ILab>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<MetricsStart>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(OwnNames, "System.Runtime", "Microsoft.AspNetCore.Hosting")
            .AddPrometheusExporter());
    }

    /// <summary>A collector brings a key of the scope <c>read</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").RequirePermission(Permission.Look);

    /// <summary>Gauges exist from the start on, not from the first question.</summary>
    private sealed class MetricsStart(LabMetrics metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            metrics.Begin();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
