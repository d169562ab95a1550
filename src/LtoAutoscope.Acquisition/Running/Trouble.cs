using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>What is wrong with a tile: a fault of the instrument, or a picture that does not count.</summary>
internal sealed record Trouble
{
    private Trouble(IReadOnlyList<Rung> way) => Way = way;

    /// <summary>In snake_case: a <see cref="Domain.Instruments.Fault"/> or a <see cref="QuarantineReason"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>What, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why, in a sentence with figures.</summary>
    public required string Reason { get; init; }

    /// <summary>What a person should do if nothing helps.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The fault, or null for a picture.</summary>
    public InstrumentFaultException? Fault { get; init; }

    /// <summary>The verdict, or null for a fault.</summary>
    public QuarantineReason? Verdict { get; init; }

    /// <summary>The watched condition, or null.</summary>
    public ConditionTrip? Trip { get; init; }

    /// <summary>The rungs that make sense, in order.</summary>
    public IReadOnlyList<Rung> Way { get; }

    /// <summary>How urgent it is while it lasts.</summary>
    public Severity Severity => Way.Count > 0 && Way[0] == Rung.Park ? Severity.Critical : Severity.Warning;

    public static Trouble Of(InstrumentFaultException fault)
    {
        FaultDescription about = FaultCatalogue.Describe(fault.Fault);
        return new Trouble(WayOf(fault.Fault)) { Cause = RunLog.Json(fault.Fault)!.GetValue<string>(), Title = about.Sentence.TrimEnd('.'), Reason = fault.Detail.Length > 0 ? fault.Detail : about.Sentence, Remedy = about.Remedy, Fault = fault };
    }

    /// <summary>The scale could not be checked.</summary>
    public static Trouble Calibration(string reason) => new([]) { Cause = "calibration", Title = "The scale could not be checked", Reason = reason + "." };

    public static Trouble Of(ConditionTrip trip)
        => new([Rung.Wait, Rung.Park]) { Cause = trip.Cause, Title = trip.Title, Reason = trip.Reason, Remedy = $"Look at the instrument; the run goes on when {trip.ResumesWhen}.", Trip = trip };

    public static Trouble Of(QuarantineReason verdict, string reason)
        => new(WayOf(verdict)) { Cause = RunLog.Json(verdict)!.GetValue<string>(), Title = TitleOf(verdict), Reason = reason, Verdict = verdict };

    private static Rung[] WayOf(Fault fault) => fault switch
    {
        Domain.Instruments.Fault.LinkLost or Domain.Instruments.Fault.Unreachable or Domain.Instruments.Fault.LineNotSynchronised => [Rung.Reconnect, Rung.Retry, Rung.Park],
        Domain.Instruments.Fault.AnswerTimeout or Domain.Instruments.Fault.MalformedAnswer or Domain.Instruments.Fault.CommandRejected or Domain.Instruments.Fault.SetNotTaken => [Rung.Retry, Rung.Reconnect, Rung.Park],
        Domain.Instruments.Fault.StageDidNotArrive or Domain.Instruments.Fault.StageMoveTimeout => [Rung.Retry, Rung.Relocalise, Rung.SkipTile, Rung.SkipArea, Rung.Park],
        // Refused because of a vacuum that comes back, or because of the place.
        Domain.Instruments.Fault.InterlockRefused => [Rung.Wait, Rung.SkipTile, Rung.SkipArea, Rung.SkipSample, Rung.Park],
        Domain.Instruments.Fault.StageLimit => [Rung.SkipTile, Rung.SkipArea, Rung.SkipSample, Rung.Park],
        Domain.Instruments.Fault.BeamTripped or Domain.Instruments.Fault.VacuumNotReady or Domain.Instruments.Fault.VacuumLost or Domain.Instruments.Fault.HighVoltageTimeout or Domain.Instruments.Fault.PowerOnBattery => [Rung.Wait, Rung.Park],
        Domain.Instruments.Fault.FrameIncomplete or Domain.Instruments.Fault.FrameFrozen or Domain.Instruments.Fault.FrameBlank or Domain.Instruments.Fault.ImageFileMissing => [Rung.Retry, Rung.Reconnect, Rung.SkipTile, Rung.SkipArea, Rung.Park],
        Domain.Instruments.Fault.FocusNotFound => [Rung.Refocus, Rung.SkipTile, Rung.SkipArea, Rung.SkipSample],
        _ => [Rung.Park],
    };

    private static Rung[] WayOf(QuarantineReason verdict) => verdict switch
    {
        QuarantineReason.Focus => [Rung.Refocus, Rung.Redo, Rung.SkipTile],
        QuarantineReason.Astigmatism => [Rung.Stigmate, Rung.Redo, Rung.SkipTile],
        QuarantineReason.Frozen or QuarantineReason.Partial => [Rung.Retry, Rung.Reconnect, Rung.SkipTile, Rung.SkipArea, Rung.Park],
        QuarantineReason.Dim => [Rung.Wait, Rung.Brighten, Rung.Redo, Rung.SkipTile],
        QuarantineReason.Drift => [Rung.Retry, Rung.Redo, Rung.SkipTile],
        QuarantineReason.Charging => [Rung.Redo, Rung.SkipTile],
        // More of the beam makes it no cleaner.
        QuarantineReason.Contamination or QuarantineReason.Empty => [Rung.SkipTile],
        _ => [Rung.Redo, Rung.SkipTile],
    };

    private static string TitleOf(QuarantineReason verdict) => verdict switch
    {
        QuarantineReason.Focus => "Out of focus",
        QuarantineReason.Astigmatism => "Astigmatism",
        QuarantineReason.Charging => "The sample charges",
        QuarantineReason.Contamination => "Contamination",
        QuarantineReason.Drift => "The sample drifts",
        QuarantineReason.Frozen => "The picture stands still",
        QuarantineReason.Dim => "The signal has faded",
        QuarantineReason.Partial => "The picture is not whole",
        QuarantineReason.Empty => "Nothing lies there",
        _ => "The network doubts its outlines",
    };
}
