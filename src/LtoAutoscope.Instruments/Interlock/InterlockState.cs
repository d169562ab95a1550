using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Interlock;

/// <summary>What is known of the instrument when a command is checked. What is not known is null or Unknown, and then refused where it counts.</summary>
/// <param name="Position">Where the stage is.</param>
/// <param name="Motion">Whether it moves.</param>
/// <param name="Limits">Travel as the device reports it.</param>
/// <param name="Vacuum">State of the chamber.</param>
public sealed record InterlockState(StagePosition? Position, StageMotion Motion, StageLimits? Limits, VacuumState Vacuum)
{
    /// <summary>What z counts from. Default Unknown.</summary>
    public ZLink ZLink { get; init; }

    /// <summary>Working distance, mm; null when it is not known.</summary>
    public double? WorkingDistanceMm { get; init; }

    /// <summary>Whether the specimen current monitor is on; false also where none is fitted, null when it is not known. Default null.</summary>
    public bool? SpecimenCurrentOn { get; init; }
}
