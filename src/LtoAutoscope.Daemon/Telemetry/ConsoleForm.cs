namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>How log lines look on the console.</summary>
internal enum ConsoleForm
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document a line, for programs.</summary>
    Json,
}
