namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>What a driver does when a fault strikes, and when it strikes.</summary>
public enum FaultDeed
{
    /// <summary>Reads the position; the fault is there before.</summary>
    Read,

    /// <summary>Moves; the fault is there before.</summary>
    Move,

    /// <summary>Moves; the fault comes as the move is handed to the wire.</summary>
    MoveAsSent,

    /// <summary>Moves; the fault comes while the stage does.</summary>
    MoveUnderWay,

    /// <summary>Sets the working distance.</summary>
    Focus,

    /// <summary>Opens the blanker.</summary>
    Unblank,

    /// <summary>Switches the beam on, at another voltage.</summary>
    BeamOn,

    /// <summary>Reads the beam; <see cref="FaultRow.Endings"/> are its states.</summary>
    ReadBeam,

    /// <summary>Reads the vacuum; <see cref="FaultRow.Endings"/> are its states.</summary>
    ReadVacuum,

    /// <summary>Reads where the power comes from; <see cref="FaultRow.Endings"/> are its states.</summary>
    ReadMains,

    /// <summary>Takes a frame, and looks at it as a run does: does it show anything, does it equal the one before.</summary>
    Scan,
}
