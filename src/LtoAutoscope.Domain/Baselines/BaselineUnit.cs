namespace LtoAutoscope.Domain.Baselines;

/// <summary>How often a step of a baseline is done.</summary>
public enum BaselineUnit
{
    /// <summary>Once for all samples that are loaded together.</summary>
    Load,

    /// <summary>Once a sample.</summary>
    Sample,

    /// <summary>Once an image.</summary>
    Image,

    /// <summary>Once a particle.</summary>
    Particle,
}
