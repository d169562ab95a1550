namespace LtoAutoscope.Domain.Instruments;

/// <summary>Whether a stage moves. A poll that failed is <see cref="Unknown"/>, never <see cref="Idle"/>.</summary>
public enum StageMotion
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>At rest.</summary>
    Idle,

    /// <summary>Moving.</summary>
    Moving,
}
