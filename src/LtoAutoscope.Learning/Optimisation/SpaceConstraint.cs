namespace LtoAutoscope.Learning.Optimisation;

/// <summary>What every point must fulfil, always or when a condition holds.</summary>
/// <param name="Require">What must hold.</param>
/// <param name="When">Only where this holds; null for always.</param>
public sealed record SpaceConstraint(SpaceCondition Require, SpaceCondition? When = null)
{
    /// <summary>As it was written.</summary>
    public string Text => When is null ? Require.Text : $"when {When.Text}: {Require.Text}";

    /// <summary>Whether a point fulfils it.</summary>
    public bool Holds(IReadOnlyList<double> point) => When?.Holds(point) == false || Require.Holds(point);
}
