namespace LtoAutoscope.Pipeline.Syntheses;

/// <summary>What the next syntheses are to raise.</summary>
public enum SynthesisObjective
{
    /// <summary>Initial Coulombic efficiency of the cells, a fraction.</summary>
    Ce1,

    /// <summary>Useful capacity at a rate, mAh/g.</summary>
    Capacity,

    /// <summary>The HyperScore of a value made of efficiency and capacity.</summary>
    Hyperscore,
}
