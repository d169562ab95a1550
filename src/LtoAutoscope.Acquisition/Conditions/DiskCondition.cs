namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of the disk under the data folder: a run stops before it is full.</summary>
public sealed record DiskCondition
{
    /// <summary>Free space under which a run is suspended, GiB, 0.01…1e6. Default 1.</summary>
    public double MinimumFreeGib { get; init; } = 1;

    /// <summary>Free space from which a suspended run goes on, GiB, not under the one above. Default 1.5.</summary>
    public double ResumeFreeGib { get; init; } = 1.5;

    /// <summary>Warns when the disk would be full within this time at the pace of the last half hour, h, 0…1000. Default 12.</summary>
    public double WarnFullWithinHours { get; init; } = 12;

    /// <summary>How long there has to be room before a run goes on, s, 0…7200. Default 5.</summary>
    public double SettleS { get; init; } = 5;
}
