using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>A job as a forecast needs it.</summary>
public sealed record JobLoad
{
    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>Its recipe, with the goal.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The way of its planned tiles.</summary>
    public required TileRoute Route { get; init; }

    /// <summary>What is known about its times.</summary>
    public required LearnedTimes Times { get; init; }

    /// <summary>What the sample's maker expects, nm, or null.</summary>
    public double? ExpectedDiameterNm { get; init; }

    /// <summary>Whether the holder has a calibration stub, without which nothing is calibrated.</summary>
    public bool CanCalibrate { get; init; }

    /// <summary>Way to its first tile, mm.</summary>
    public double ApproachMm { get; init; } = ReferencePace.ApproachMm;

    /// <summary>How far it is, or null for one that has not begun.</summary>
    public JobProgress? Progress { get; init; }
}
