using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>How far a run is.</summary>
public sealed record JobProgress
{
    /// <summary>The step that it is in: <see cref="TimedOperation.Startup"/> before the first tile, <see cref="TimedOperation.Exposure"/> while tiles are taken, then the step after the acquisition.</summary>
    public TimedOperation Step { get; init; } = TimedOperation.Startup;

    /// <summary>Share of a step after the acquisition that is done, 0…1.</summary>
    public double StepShare { get; init; }

    /// <summary>Tiles that count.</summary>
    public int Tiles { get; init; }

    /// <summary>Tiles that are behind it in the plan, given up ones included.</summary>
    public int PlannedTilesDone { get; init; }

    /// <summary>Whole particles on them.</summary>
    public int Particles { get; init; }

    /// <summary>The widest half-width of the asked intervals so far, percent; null while unknown.</summary>
    public double? HalfWidthPercent { get; init; }

    /// <summary>Since acquisition began, s.</summary>
    public double AcquiringS { get; init; }
}
