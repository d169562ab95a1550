namespace LtoAutoscope.Daemon.Web;

/// <summary>Limits of the vital signs as the daemon enforces them; null where there is none.</summary>
public sealed record VitalLimits
{
    /// <summary>Chamber pressure above which the beam is not used, Pa.</summary>
    public double? MaximumPressurePa { get; init; }

    /// <summary>Free disk space below which no run begins, GiB.</summary>
    public double? MinimumDiskFreeGib { get; init; }

    /// <summary>Memory of the process above which it warns, MiB.</summary>
    public double? MaximumMemoryMib { get; init; }
}
