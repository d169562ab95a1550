namespace LtoAutoscope.Learning.Scores;

/// <summary>What V of a sample is when the HyperScore is to be raised; the paper does not say.</summary>
public enum ScoreValue
{
    /// <summary>The initial Coulombic efficiency.</summary>
    Efficiency,

    /// <summary>The initial Coulombic efficiency times the capacity over the theoretical one.</summary>
    EfficiencyTimesCapacity,
}
