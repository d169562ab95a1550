namespace LtoAutoscope.Domain.Instruments;

/// <summary>What people should read about each <see cref="Fault"/>.</summary>
public static class FaultCatalogue
{
    /// <summary>The entry of a fault.</summary>
    public static FaultDescription Describe(Fault fault) => fault switch
    {
        Fault.Unreachable => new("The instrument cannot be reached", "The microscope's software or its remote control is not running, or address and port are wrong", "Start the remote control on the microscope PC and compare its port with config/instruments"),
        Fault.LinkLost => new("The connection to the instrument was lost", "A cable, an adapter or the microscope's software went away", "Check the cable and the microscope's software; the run goes on from its journal when the link is back"),
        Fault.AnswerTimeout => new("The instrument did not answer in time", "It is busy, or it silently ignored the command", "Look whether a dialog waits on the microscope's screen; the line is synchronised again by itself"),
        Fault.MalformedAnswer => new("The instrument sent something that its protocol does not allow", "Line noise, another program on the port, or another firmware", "Close other programs on the port; keep the wire log for a report"),
        Fault.CommandRejected => new("The instrument rejected a command", "The command is not possible in its present state", "The error number is in the details; see firmware-protocols"),
        Fault.SetNotTaken => new("A setting was sent but reads back otherwise", "The instrument limits or ignores values silently", "Compare the recipe with what the instrument allows"),
        Fault.StageNotCalibrated => new("The stage has lost its reference", "It was powered up or reset", "Home the stage by hand, with the holder's height in mind"),
        Fault.StageDidNotArrive => new("The stage stopped away from its target", "A silent limit, an obstacle or a stall", "Look into the chamber before the next move"),
        Fault.StageMoveTimeout => new("The stage moved for longer than the move can take", "A stall, or a speed setting far below the configured one", "Look into the chamber; compare the speed with config/instruments"),
        Fault.StageLimit => new("The stage reached a limit", "The target lies beyond the travel", "Correct the holder map or the recipe"),
        Fault.InterlockRefused => new("The interlock refused the command", "It would have left the safe envelope; the rule and the figure are in the details", "Correct the target, or the limits in config/instruments if they are wrong"),
        Fault.VacuumNotReady => new("The vacuum is not ready", "Pumping, venting or a leak", "Wait for the vacuum; the beam stays off until then"),
        Fault.BeamTripped => new("The beam went off by itself", "An arc, an interlock of the microscope, or its operator", "Check emission and vacuum, then switch the beam on again"),
        Fault.FilamentBlown => new("The filament is gone", "It is worn out", "Change the filament"),
        Fault.HighVoltageTimeout => new("High voltage did not reach its value in time", "The supply ramps slowly or tripped", "Check the supply on the microscope"),
        Fault.FrameIncomplete => new("A frame did not come whole", "The data connection stalled or the scan was cut off", "The frame is taken again; check the network if it repeats"),
        Fault.FrameFrozen => new("The frame equals the one before", "The scan or its transfer is frozen", "Restart the scan on the microscope"),
        Fault.FrameBlank => new("The frame shows nothing", "The beam is blanked, off, or the detector is dark", "Check blanker, beam and detector"),
        Fault.FocusNotFound => new("Focus could not be found", "The area is empty or charged, or the sample lies outside the range", "Widen focus.range_mm, or choose other areas"),
        Fault.PowerOnBattery => new("The microscope runs on its battery", "The mains failed", "Nothing: the instrument is parked and the run goes on later"),
        Fault.StoppedByOperator => new("An operator stopped the instrument", "STOP was pressed", "Resume or abort the job on the dashboard"),
        Fault.NotSupported => new("The instrument cannot do this", "Its protocol has no such command", "See firmware-protocols for what it offers"),
        Fault.LineNotSynchronised => new("The line to the instrument could not be synchronised again", "Answers are still missing or come without end after a time-out", "Check cable and port settings; switch the controller off and on if it stays silent, then connect again"),
        Fault.StageAlarm => new("The stage's controller is locked by an alarm", "A limit switch, or a reset while it moved; its position is not to be trusted", "Look into the chamber, clear the alarm by hand and home the stage"),
        Fault.StageTouch => new("The stage touched something", "It or the sample reached the lens, a detector or the wall", "Do not move: look into the chamber and retract by hand on the microscope"),
        Fault.ServoOff => new("The stage's closed loop is off", "It was switched off, or an error switched it off", "Switch the servo on by hand and check for an obstacle"),
        Fault.VacuumLost => new("The chamber lost its vacuum", "A leak, a pump failure, or someone vented", "Nothing is switched on until the vacuum is back; look at the pumps"),
        Fault.BlankNotConfirmed => new("The beam may not be blanked", "A stop was sent, and the blanker does not read back as closed", "Blank the beam on the microscope itself, then check the connection"),
        Fault.HaltNotConfirmed => new("The stage may still move", "A stop was sent, and the stage does not read back as halted", "Use the microscope's own stop, then check the connection"),
        Fault.ServerRestarted => new("The microscope's software was started anew", "It crashed or was restarted; settings and references may be gone", "Check beam, blanker and stage reference before going on"),
        Fault.ImageFileMissing => new("The picture file did not come, or not whole", "The folder is wrong or unreachable, or the microscope did not store the frame", "Compare the folder in config/instruments with the microscope's, and store one frame by hand"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault without an entry."),
    };
}
