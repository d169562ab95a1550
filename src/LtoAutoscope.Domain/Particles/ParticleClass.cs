namespace LtoAutoscope.Domain.Particles;

/// <summary>What an outline shows of its particle; from the geometry of the instance mask (docs/measures.md, measures of a sample).</summary>
public enum ParticleClass
{
    /// <summary>Not told: the particle was measured before classes were.</summary>
    Unknown,

    /// <summary>The whole projection is seen; it may touch neighbours.</summary>
    Whole,

    /// <summary>Cut by the frame's border: its size is unknown.</summary>
    Cut,

    /// <summary>A neighbour lies on a part of it: what is measured is what is left.</summary>
    Overlapped,
}
