namespace LtoAutoscope.Domain.Recipes;

/// <summary>How frames are laid on a sample.</summary>
public enum PlanLayout
{
    /// <summary>Areas at the points of a low-discrepancy sequence over the region, frames in a block around each, visited interleaved: a run cut at any minute is an even sample. The default.</summary>
    Scattered,

    /// <summary>One grid around the middle of the stub, each row an area, rows visited from the left.</summary>
    Grid,

    /// <summary>The same grid, every second row from the right: the shortest way.</summary>
    Serpentine,

    /// <summary>The positions that the recipe lists.</summary>
    Positions,
}
