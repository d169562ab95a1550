namespace LtoAutoscope.Domain.Recipes;

/// <summary>Where on a sample the frames lie.</summary>
public sealed record PlanSettings
{
    /// <summary>Scattered areas (the default) or one regular grid.</summary>
    public PlanLayout Layout { get; init; } = PlanLayout.Scattered;

    /// <summary>Gap between neighbouring frames as a share of the frame, −0.5…5; it must exceed the stage's error or particles are counted twice. Default 0.25.</summary>
    public double GapFraction { get; init; } = 0.25;

    /// <summary>Share of the stub's radius over which areas are scattered, 0.01…1. Default 0.6.</summary>
    public double RadiusFraction { get; init; } = 0.6;

    /// <summary>Columns of the grid, for <see cref="PlanLayout.Grid"/>.</summary>
    public int GridColumns { get; init; } = 1;

    /// <summary>Rows of the grid, for <see cref="PlanLayout.Grid"/>.</summary>
    public int GridRows { get; init; } = 1;
}
