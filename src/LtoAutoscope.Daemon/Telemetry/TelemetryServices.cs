using LtoAutoscope.Storage.Data;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Sets up logs, and sends traces, logs and metrics to a collector where one is named.</summary>
internal static class TelemetryServices
{
    /// <summary>The variable by which every OpenTelemetry program is told its collector.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "lto-autoscope";
    private const long BytesPerMib = 1024 * 1024;

    /// <summary>Lines that wait for the disk; what comes on top is dropped, because a disk that hangs must hold nothing up, a stop least of all.</summary>
    private const int WaitingLines = 10_000;

    public static void Add(WebApplicationBuilder builder, TelemetrySettings settings, DataFolder data, string version, string instrument, bool logToConsole)
    {
        if (!logToConsole) builder.Logging.ClearProviders();
        else if (settings.Console == ConsoleForm.Json) builder.Logging.AddJsonConsole(console => (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        if (settings.LogFile.Enabled) builder.Logging.AddSerilog(File(settings.LogFile, Path.Combine(data.Root, "logs")), dispose: true);
        string? endpoint = Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } given ? given : settings.OtlpEndpoint;
        if (endpoint is null) return;

        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService(ServiceName, serviceVersion: version, serviceInstanceId: $"{Environment.MachineName}/{instrument}");
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.SetResourceBuilder(resource).AddSource(MetricsServices.OwnNames, "Microsoft.AspNetCore").AddOtlpExporter(otlp => Address(otlp, settings, endpoint, "traces")))
            .WithMetrics(metrics => metrics.SetResourceBuilder(resource).AddOtlpExporter(otlp => Address(otlp, settings, endpoint, "metrics")));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeScopes = true;
            logs.SetResourceBuilder(resource);
            logs.AddOtlpExporter(otlp => Address(otlp, settings, endpoint, "logs"));
        });
    }

    /// <summary>Over HTTP each signal has a path of its own, which the exporter adds only to an address from the environment.</summary>
    private static void Address(OtlpExporterOptions otlp, TelemetrySettings settings, string endpoint, string signal)
    {
        otlp.Protocol = settings.OtlpProtocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = settings.OtlpProtocol == OtlpProtocol.Grpc ? new Uri(endpoint) : new Uri($"{endpoint.TrimEnd('/')}/v1/{signal}");
    }

    private static Serilog.Core.Logger File(LogFileSettings settings, string folder) => new LoggerConfiguration()
        .MinimumLevel.Information()
        // A line for every request and every trigger would bury what happens.
        .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
        .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
        .Enrich.FromLogContext()
        .WriteTo.Async(
            file => file.File(
                new CompactJsonFormatter(), Path.Combine(folder, "lto-autoscope-.jsonl"), rollingInterval: RollingInterval.Day, fileSizeLimitBytes: settings.MaximumMib * BytesPerMib,
                rollOnFileSizeLimit: true, retainedFileCountLimit: settings.KeepFiles),
            bufferSize: WaitingLines, blockWhenFull: false)
        .CreateLogger();
}
