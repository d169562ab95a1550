namespace LtoAutoscope.Domain.Recipes;

/// <summary>How frames are laid on a sample.</summary>
public enum PlanLayout
{
    /// <summary>Areas spread evenly over the stub by the golden angle, frames in a block around each.</summary>
    Scattered,

    /// <summary>One grid around the middle of the stub; each row is an area.</summary>
    Grid,
}
