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

    /// <summary>What a machine on the same host may read unasked; others sign in.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(SignInServices.SignedInOrLoopback);

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
