namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>How an OpenTelemetry collector is spoken to.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>Protobuf over HTTP, usually port 4318; the address is the collector's, the paths of the signals are added.</summary>
    HttpProtobuf,
}
