namespace LtoAutoscope.Daemon.Telemetry;

/// <summary>The rolling log: <c>logs/lto-autoscope-YYYYMMDD.jsonl</c> in the data folder, a new file a day and whenever one is full.</summary>
internal sealed record LogFileSettings
{
    /// <summary>Whether it is written. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Files kept, 1…3650; older ones are deleted. Default 31.</summary>
    public int KeepFiles { get; init; } = 31;

    /// <summary>Size of a file, MiB, 1…1000. Default 32.</summary>
    public int MaximumMib { get; init; } = 32;
}
