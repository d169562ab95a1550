using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>The fault matrix: what each fault of the script may end in, by protocol. What is not said otherwise holds for all.</summary>
internal static class FaultRows
{
    private const string Ok = FaultRow.Recovers;
    private static readonly string[] Main = ["sharksem tcp", "xl30 pty", "remcon32 pty", "prior pty", "tango pty", "corvus pty", "pi tcp", "smaract-cu pty", "grbl pty"];

    /// <summary>Protocols on their other wire.</summary>
    private static readonly string[] Others = ["remcon32 tcp", "prior tcp", "pi pty", "grbl tcp"];

    public static IReadOnlyList<FaultRow> All { get; } = [.. Wires(), .. Stage(), .. Column(), .. Frames()];

    private static IEnumerable<FaultRow> Wires()
    {
        foreach (string link in Main.Concat(Others))
        {
            string protocol = link.Split(' ')[0];
            bool onTerminal = link.EndsWith(" pty", StringComparison.Ordinal);
            FaultAfter cut = onTerminal ? FaultAfter.IsGone : FaultAfter.Works;
            yield return new(link, "{fault: wire_cut}", FaultDeed.MoveUnderWay, "LinkLost", cut);
            yield return new(link, "{fault: wire_cut, after_bytes: 1}", FaultDeed.Read, "LinkLost", cut);
            yield return new(link, "{fault: wire_stall, for_s: 3}", FaultDeed.Read, "AnswerTimeout", FaultAfter.Works);
            // SharkSEM's driver gives a control connection up that stays out of step.
            yield return new(link, "{fault: wire_stall, for_s: 3}", FaultDeed.MoveUnderWay, protocol == "sharksem" ? $"{Ok}|LinkLost" : Ok, FaultAfter.Works);
            yield return new(link, "{fault: wire_half_open, for_s: 2.5}", FaultDeed.Read, "AnswerTimeout", FaultAfter.Works);
            yield return new(link, "{fault: wire_half_open, for_s: 2.5}", FaultDeed.MoveAsSent, protocol == "sharksem" ? "LinkLost|StageDidNotArrive" : "AnswerTimeout", FaultAfter.Works);
            // SharkSEM: a header that is garbled names another function, for which nobody waits. PI: garbage between lines is passed over.
            yield return new(link, "{fault: wire_garble, bytes: 4}", FaultDeed.Read, protocol is "sharksem" or "pi" ? "MalformedAnswer|AnswerTimeout" : "MalformedAnswer", FaultAfter.Works);
            yield return new(link, "{fault: late_answers, by_s: 2, for_s: 1.7}", FaultDeed.Read, "AnswerTimeout", FaultAfter.Works);
            yield return new(link, "{fault: swallow_answers}", FaultDeed.Read, "AnswerTimeout", FaultAfter.Works);
            // SharkSEM's move has no answer that could be lost; what is lost is one of a poll.
            yield return new(link, "{fault: swallow_answers}", FaultDeed.MoveAsSent, protocol == "sharksem" ? Ok : "AnswerTimeout", FaultAfter.Works);
            // A restart ends the move; on a serial line it is silence, and the controllers of stages go on as before.
            yield return new(link, "{fault: server_restart, for_s: 1.5}", FaultDeed.MoveUnderWay, onTerminal ? Halted(protocol) : "LinkLost", FaultAfter.Works);
            yield return new(link, "{fault: power_loss, for_s: 4}", FaultDeed.MoveUnderWay, onTerminal ? Halted(protocol) : "LinkLost", FaultAfter.WorksOnceReferenced);
        }
    }

    /// <summary>
    /// What a move that ends early behind a silent line comes to. XL30 moves are one command whose answer is lost; GRBL runs open
    /// loop: its counters say that it is there.
    /// </summary>
    private static string Halted(string protocol) => protocol switch
    {
        "xl30" => "AnswerTimeout",
        "grbl" => Ok,
        _ => "StageDidNotArrive",
    };

    private static IEnumerable<FaultRow> Stage()
    {
        foreach (string link in Main)
        {
            string protocol = link.Split(' ')[0];
            // GRBL runs open loop and cannot see a lost step.
            string missed = protocol == "grbl" ? Ok : "StageDidNotArrive";
            yield return new(link, "{fault: refuse_move}", FaultDeed.Move, missed, FaultAfter.Works);
            yield return new(link, "{fault: stage_stall}", FaultDeed.Move, missed, FaultAfter.Works);
            yield return new(link, "{fault: stage_stall, for_s: 200}", FaultDeed.Move, protocol switch { "grbl" => Ok, "xl30" => "AnswerTimeout", "pi" => "StageDidNotArrive", _ => "StageMoveTimeout" }, FaultAfter.Works);
            yield return new(link, "{fault: stage_overshoot, by: 0.05}", FaultDeed.Move, missed, FaultAfter.Works);
            yield return new(link, "{fault: stage_lost_reference}", FaultDeed.Move, LostReference(protocol), FaultAfter.WorksOnceReferenced);
            yield return new(link, "{fault: stage_lost_reference, silent: true}", FaultDeed.Move, Ok, FaultAfter.Works);
            yield return new(link, "{fault: position_stuck}", FaultDeed.Move, missed, FaultAfter.Works);
            yield return new(link, "{fault: touch}", FaultDeed.MoveUnderWay, missed, FaultAfter.Works);
        }
    }

    /// <summary>Where a controller can be asked for its reference the move is not sent; the others ignore it, and XL30 refuses it by a number.</summary>
    private static string LostReference(string protocol) => protocol switch
    {
        "sharksem" or "remcon32" or "pi" => "StageNotCalibrated",
        "xl30" => "CommandRejected",
        "grbl" => Ok,
        _ => "StageDidNotArrive",
    };

    private static IEnumerable<FaultRow> Column()
    {
        foreach (string link in (string[])["sharksem tcp", "xl30 pty", "remcon32 pty"])
        {
            // Only SharkSEM tells a blown filament; over the others high voltage does not come, or is refused by a number.
            (string blown, string noBeam, string noVacuum) = link.Split(' ')[0] switch
            {
                "sharksem" => ("FilamentBlown", "FilamentBlown", "VacuumNotReady|BeamTripped"),
                "xl30" => ("Off", "CommandRejected", ""),
                _ => ("Off", "HighVoltageTimeout|CommandRejected", "HighVoltageTimeout|CommandRejected"),
            };
            yield return new(link, "{fault: refuse_set}", FaultDeed.Unblank, "SetNotTaken", FaultAfter.Works);
            yield return new(link, "{fault: refuse_set, sets: 5}", FaultDeed.BeamOn, "HighVoltageTimeout", FaultAfter.Works);
            yield return new(link, "{fault: swallow_answers}", FaultDeed.Unblank, "AnswerTimeout", FaultAfter.Works);
            yield return new(link, "{fault: beam_trip}", FaultDeed.ReadBeam, $"{BeamState.Off}", FaultAfter.Works);
            yield return new(link, "{fault: filament_blown}", FaultDeed.ReadBeam, blown, FaultAfter.Works);
            yield return new(link, "{fault: filament_blown}", FaultDeed.BeamOn, noBeam, FaultAfter.Works);
            yield return new(link, "{fault: vacuum_loss}", FaultDeed.ReadBeam, $"{BeamState.Off}", FaultAfter.Works);
            // XL30 has no question for the vacuum, and none for the focus.
            if (noVacuum.Length == 0) continue;
            yield return new(link, "{fault: refuse_set}", FaultDeed.Focus, "SetNotTaken", FaultAfter.Works);
            yield return new(link, "{fault: vacuum_loss}", FaultDeed.ReadVacuum, $"{VacuumState.Unknown}|{VacuumState.Pumping}", FaultAfter.Works);
            yield return new(link, "{fault: vacuum_loss}", FaultDeed.BeamOn, noVacuum, FaultAfter.Works);
        }
    }

    /// <summary>What comes over SharkSEM's wire only: pictures, and the state of the mains.</summary>
    private static IEnumerable<FaultRow> Frames()
    {
        const string Link = "sharksem tcp";
        yield return new(Link, "{fault: ups_on_battery}", FaultDeed.ReadMains, $"{MainsState.Battery}", FaultAfter.Works);
        yield return new(Link, "{fault: ups_on_battery, low: true}", FaultDeed.ReadMains, $"{MainsState.BatteryLow}", FaultAfter.Works);
        yield return new(Link, "{fault: frame_frozen}", FaultDeed.Scan, $"{Fault.FrameFrozen}", FaultAfter.Works);
        yield return new(Link, "{fault: frame_black}", FaultDeed.Scan, $"{Fault.FrameBlank}", FaultAfter.Works);
        yield return new(Link, "{fault: frame_partial}", FaultDeed.Scan, $"{Fault.FrameIncomplete}", FaultAfter.Works);
        yield return new(Link, "{fault: emission_drop, share: 0}", FaultDeed.Scan, $"{Fault.FrameBlank}", FaultAfter.Works);
        yield return new(Link, "{fault: server_restart, loses_reference: true, for_s: 0.2}", FaultDeed.Move, $"{Fault.LinkLost}", FaultAfter.WorksOnceReferenced);
    }
}
