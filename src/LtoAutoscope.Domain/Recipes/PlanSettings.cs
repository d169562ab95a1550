namespace LtoAutoscope.Domain.Recipes;

/// <summary>Where on a sample the frames lie.</summary>
public sealed record PlanSettings
{
    /// <summary>How frames are laid on the sample. Default scattered.</summary>
    public PlanLayout Layout { get; init; } = PlanLayout.Scattered;

    /// <summary>Gap between neighbouring frames as a share of the frame, −0.5…5; it must exceed the stage's error or particles are counted twice. Default 0.25.</summary>
    public double GapFraction { get; init; } = 0.25;

    /// <summary>Share of the stub's radius over which areas are scattered, 0.01…1. Default 0.6.</summary>
    public double RadiusFraction { get; init; } = 0.6;

    /// <summary>Columns of the grid, for <see cref="PlanLayout.Grid"/> and <see cref="PlanLayout.Serpentine"/>.</summary>
    public int GridColumns { get; init; } = 1;

    /// <summary>Rows of the grid, for <see cref="PlanLayout.Grid"/> and <see cref="PlanLayout.Serpentine"/>.</summary>
    public int GridRows { get; init; } = 1;

    /// <summary>A polygon that areas must lie in, corners in order, relative to the middle of the stub; empty for the whole stub. At least 3 corners.</summary>
    public IReadOnlyList<PlanPoint> Polygon { get; init; } = [];

    /// <summary>The middles of the frames, for <see cref="PlanLayout.Positions"/>.</summary>
    public IReadOnlyList<PlanPoint> Positions { get; init; } = [];

    /// <summary>Whether overlapping frames of a grid are stitched to one picture. It needs a gap_fraction of −0.05 or less. Default false.</summary>
    public bool Mosaic { get; init; }
}
