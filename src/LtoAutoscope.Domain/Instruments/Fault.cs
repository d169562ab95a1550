namespace LtoAutoscope.Domain.Instruments;

/// <summary>The named faults of an instrument. <see cref="FaultCatalogue"/> holds the sentence, the cause and the remedy of each.</summary>
public enum Fault
{
    /// <summary>No connection can be made.</summary>
    Unreachable,

    /// <summary>The connection was lost.</summary>
    LinkLost,

    /// <summary>No answer in time; the line has to be synchronised before it is used again.</summary>
    AnswerTimeout,

    /// <summary>Bytes came that the protocol does not allow.</summary>
    MalformedAnswer,

    /// <summary>The instrument rejected a command by a number.</summary>
    CommandRejected,

    /// <summary>A value was set and reads back otherwise.</summary>
    SetNotTaken,

    /// <summary>The stage is not initialised.</summary>
    StageNotCalibrated,

    /// <summary>The stage came to rest away from its target.</summary>
    StageDidNotArrive,

    /// <summary>The stage moved longer than the move can take.</summary>
    StageMoveTimeout,

    /// <summary>The stage ran into a limit or an obstacle.</summary>
    StageLimit,

    /// <summary>The interlock refused the command.</summary>
    InterlockRefused,

    /// <summary>The vacuum is not good enough for the beam.</summary>
    VacuumNotReady,

    /// <summary>The beam went off.</summary>
    BeamTripped,

    /// <summary>The filament or emitter is gone.</summary>
    FilamentBlown,

    /// <summary>High voltage did not reach its value in time.</summary>
    HighVoltageTimeout,

    /// <summary>A frame did not come, or not whole.</summary>
    FrameIncomplete,

    /// <summary>The frame is the same as the one before.</summary>
    FrameFrozen,

    /// <summary>The frame shows nothing.</summary>
    FrameBlank,

    /// <summary>Focus could not be found.</summary>
    FocusNotFound,

    /// <summary>The mains are gone; the UPS runs on its battery.</summary>
    PowerOnBattery,

    /// <summary>An operator stopped the instrument.</summary>
    StoppedByOperator,

    /// <summary>The instrument cannot do what was asked.</summary>
    NotSupported,

    /// <summary>After an overdue answer the line could not be synchronised again.</summary>
    LineNotSynchronised,

    /// <summary>The controller is locked by an alarm, and its position is not to be trusted.</summary>
    StageAlarm,

    /// <summary>The stage touched the chamber or the lens.</summary>
    StageTouch,

    /// <summary>A closed loop or servo that a move needs is off.</summary>
    ServoOff,

    /// <summary>The chamber lost its vacuum.</summary>
    VacuumLost,

    /// <summary>A stop was sent and the blanker does not read back as closed.</summary>
    BlankNotConfirmed,

    /// <summary>A stop was sent and the stage does not read back as halted.</summary>
    HaltNotConfirmed,

    /// <summary>The instrument's software was started anew, and what was set before may be gone.</summary>
    ServerRestarted,

    /// <summary>A picture file did not come, or not whole.</summary>
    ImageFileMissing,
}
