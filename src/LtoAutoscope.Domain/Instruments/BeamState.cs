namespace LtoAutoscope.Domain.Instruments;

/// <summary>The electron beam.</summary>
public enum BeamState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Off.</summary>
    Off,

    /// <summary>Going on or off.</summary>
    Changing,

    /// <summary>On.</summary>
    On,

    /// <summary>The emitter is gone.</summary>
    FilamentBlown,
}
