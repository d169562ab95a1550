namespace LtoAutoscope.Domain.Instruments;

/// <summary>The specimen chamber's vacuum.</summary>
public enum VacuumState
{
    /// <summary>Not known, or the gauge reports an error.</summary>
    Unknown,

    /// <summary>Good enough for the beam.</summary>
    Ready,

    /// <summary>Being pumped.</summary>
    Pumping,

    /// <summary>Being vented.</summary>
    Venting,

    /// <summary>Pumps off.</summary>
    Off,

    /// <summary>The chamber is open.</summary>
    ChamberOpen,
}
