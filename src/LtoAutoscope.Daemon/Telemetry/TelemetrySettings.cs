namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>Where logs, traces and metrics go. Read from <c>config/telemetry.yaml</c>; the keys are the property names in snake_case.</summary>
internal sealed record TelemetrySettings
{
    /// <summary>Address of an OpenTelemetry collector (OTLP) for traces, logs and metrics; null for none. The environment variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> goes before it.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>How the collector is spoken to. Default <c>grpc</c>.</summary>
    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.Grpc;

    /// <summary>How the console is written: under systemd it is the journal. Default <c>text</c>.</summary>
    public ConsoleForm Console { get; init; } = ConsoleForm.Text;

    /// <summary>The rolling log in the data folder.</summary>
    public LogFileSettings LogFile { get; init; } = new();

    /// <summary>Problems, each as <c>key: what is wrong</c>.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (OtlpEndpoint is not null && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https"))) problems.Add($"otlp_endpoint: '{OtlpEndpoint}' is no web address");
        if (LogFile.KeepFiles is < 1 or > 3650) problems.Add(FormattableString.Invariant($"log_file.keep_files: {LogFile.KeepFiles} must lie between 1 and 3650"));
        if (LogFile.MaximumMib is < 1 or > 1000) problems.Add(FormattableString.Invariant($"log_file.maximum_mib: {LogFile.MaximumMib} must lie between 1 and 1000"));
        return problems;
    }
}
