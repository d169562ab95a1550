namespace LtoAutoscope.Domain.Recipes;

/// <summary>How focus is found and kept.</summary>
public sealed record FocusSettings
{
    /// <summary>Working distance at which the first search of a run begins, mm, 0.5…100; null begins where the column stands.</summary>
    public double? StartMm { get; init; }

    /// <summary>Half the range of working distance that is searched, mm. Default 0.02.</summary>
    public double RangeMm { get; init; } = 0.02;

    /// <summary>Steps of the coarse sweep. Default 9.</summary>
    public int Steps { get; init; } = 9;

    /// <summary>Focus anew after so many frames (always at a new area). Default 8.</summary>
    public int EveryFrames { get; init; } = 8;

    /// <summary>A frame whose focus score falls under this share of the last good one is taken again after focusing, 0…1. Default 0.6.</summary>
    public double MinimumScoreRatio { get; init; } = 0.6;
}
