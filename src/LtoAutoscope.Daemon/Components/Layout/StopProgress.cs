using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>How far the last stop got, by the hardware's own answers. Nothing here follows from the click alone.</summary>
/// <param name="By">Who stopped.</param>
/// <param name="At">When.</param>
/// <param name="Sent">Whether the commands are on the wire; null while nothing is known.</param>
/// <param name="Blank">Whether the blanker reads back as blanked; null while or where it cannot be read.</param>
/// <param name="Halt">Whether the stage reads back as idle; null while or where it cannot be read.</param>
/// <param name="Answered">Whether the hardware's answer has come.</param>
/// <param name="SentAfter">From the call to the last byte.</param>
/// <param name="Detail">What went wrong, or empty.</param>
public sealed record StopProgress(string By, DateTimeOffset At, bool? Sent, bool? Blank, bool? Halt, bool Answered, TimeSpan? SentAfter, string Detail)
{
    /// <summary>What the hardware did not confirm, as named faults; empty while it has not answered.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>From the press to the end of the read-backs; null where nothing was read back.</summary>
    public TimeSpan? ReadBackAfter { get; init; }

    /// <summary>The stop that still matters: the last one, until work goes on. Null when there is none.</summary>
    public static StopProgress? Of(LabSnapshot lab)
    {
        if (lab.LastStop is not { } stop) return null;
        if (stop.Report is not { } report) return new(stop.By, stop.At, null, null, null, false, null, "");
        return new(stop.By, stop.At, report.Sent, report.BlankConfirmed, report.HaltConfirmed, true, report.SentAfter, report.Detail) { Faults = report.Faults, ReadBackAfter = report.ReadBackAfter };
    }

    /// <summary>For the button.</summary>
    public string Short => !Answered ? "no answer yet"
        : Sent != true ? "not sent"
        : (Blank, Halt) switch
        {
            (true, true) => "blanked, halted",
            (true, _) => "beam blanked",
            (_, true) => "stage halted",
            _ => "sent, not confirmed",
        };
}
