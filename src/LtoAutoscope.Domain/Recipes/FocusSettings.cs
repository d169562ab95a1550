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

    /// <summary>Focus anew after so far a way in the plane, mm, 0.001…100. Default 0.5.</summary>
    public double EveryMm { get; init; } = 0.5;

    /// <summary>Focus anew after so many minutes, 0.1…1440. Default 30.</summary>
    public double EveryMinutes { get; init; } = 30;

    /// <summary>The surface that earlier searches of a run are joined to; it predicts where the next search begins, and replaces the search where its prediction is known well enough. Default plane.</summary>
    public FocusSurfaceKind Surface { get; init; } = FocusSurfaceKind.Plane;

    /// <summary>When astigmatism is corrected. Default at the start of a run and where a frame shows it.</summary>
    public AdjustmentPolicy Stigmator { get; init; } = AdjustmentPolicy.Start;

    /// <summary>When brightness and contrast are set, where the instrument lets us. Default at the start of a run and where a frame is too dark or too bright.</summary>
    public AdjustmentPolicy Brightness { get; init; } = AdjustmentPolicy.Start;
}
