namespace LtoAutoscope.Storage.Columns;

/// <summary>What is to be said of a particle besides its measures.</summary>
[Flags]
public enum ParticleFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The frame's border cuts it: its size is unknown.</summary>
    Edge = 1,

    /// <summary>A neighbour lies on a part of it.</summary>
    Overlap = 2,

    /// <summary>Its confidence is below <see cref="ParticleColumns.DoubtfulBelow"/>.</summary>
    Doubtful = 4,

    /// <summary>It enters the statistics: whole, with a weight above 0.</summary>
    Counts = 8,
}
