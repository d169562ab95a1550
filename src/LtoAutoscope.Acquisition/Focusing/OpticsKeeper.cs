using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>
/// Keeps brightness, focus and stigmator of a run in order. What is due follows from the journal alone, so that a resumed run does what an undisturbed
/// one does: <see cref="PrepareAsync"/> reads what was written since its last call. It writes its own lines.
/// </summary>
/// <remarks>
/// One caller at a time, the one who takes the frames. Lines that other threads write count only when they are in the journal before the call: let the
/// analysis whose verdict shall count end first.
/// </remarks>
public sealed class OpticsKeeper(OpticsContext context)
{
    private readonly Autofocus _autofocus = new(context.Microscope.Column, context.Microscope.Scanner);
    private FocusTrigger _asked = FocusTrigger.Start;
    private int _framesSinceFocus;
    private double? _workingDistanceMm;
    private int _seen;

    /// <summary>What focus needs at a place, from the journal as it stands.</summary>
    public FocusNeed FocusNeedAt(OpticsPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        CatchUp();
        int every = context.Recipe.Focus.EveryFrames;
        return _asked is not FocusTrigger.None ? Need(_asked, _asked == FocusTrigger.Start ? "first search of the run" : "doubtful frame or fault")
            : place.IsFirstOfArea ? Need(FocusTrigger.NewArea, "new area")
            : _framesSinceFocus >= every ? Need(FocusTrigger.EveryFrames, $"{_framesSinceFocus} frames since the last search")
            : new FocusNeed(FocusTrigger.None, "", FocusAction.Keep, _workingDistanceMm, null);

        FocusNeed Need(FocusTrigger trigger, string reason) => new(trigger, reason, FocusAction.Search, _workingDistanceMm, null);
    }

    /// <summary>Brings brightness, focus and stigmator in order at the place where the stage stands, as far as they are due, and writes down what was done.</summary>
    /// <remarks>A search that declines is no fault: it is written, told in the report, and the settings from before stand.</remarks>
    /// <exception cref="InstrumentFaultException">A fault of the link, the scanner or the column.</exception>
    /// <exception cref="IOException">The journal does not take a line.</exception>
    public async Task<OpticsReport> PrepareAsync(OpticsPlace place, CancellationToken cancellationToken)
    {
        FocusNeed need = FocusNeedAt(place);
        IElectronColumn column = context.Microscope.Column;
        double startMm = need.PredictedMm ?? context.Recipe.Focus.StartMm ?? await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        if (need.Action != FocusAction.Search) return new OpticsReport(FocusAction.Keep, FocusTrigger.None, startMm, []);

        context.Tell($"focusing at {place.FrameId}");
        await context.Append(RunEventKind.FocusIntended, new JsonObject { ["frame_id"] = place.FrameId, ["reason"] = need.Reason, ["start_mm"] = startMm }, cancellationToken).ConfigureAwait(false);
        FocusResult? found = null;
        string? declined = null;
        try
        {
            found = await _autofocus.SearchAsync(context.Recipe.Exposure, context.Recipe.Focus, startMm, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.FocusNotFound)
        {
            declined = fault.Detail;
        }

        double at = found?.WorkingDistanceMm ?? startMm;
        await context.Append(RunEventKind.FocusDone, new JsonObject
        {
            ["frame_id"] = place.FrameId, ["working_distance_mm"] = at, ["score"] = found?.Score, ["shift_um"] = (at - startMm) * 1000, ["sweep"] = RunLog.Json(found?.Sweep ?? []),
            ["x_mm"] = place.XMm, ["y_mm"] = place.YMm, ["declined"] = declined is not null, ["reason"] = declined ?? need.Reason, ["predicted_mm"] = startMm,
        }, cancellationToken).ConfigureAwait(false);
        return new OpticsReport(FocusAction.Search, need.Trigger, at, declined is null ? [] : [declined]) { FocusDeclined = declined is not null };
    }

    private void CatchUp()
    {
        IReadOnlyList<RunEvent> events = context.Events();
        for (; _seen < events.Count; _seen++)
        {
            RunEvent line = events[_seen];
            switch (line.Kind)
            {
                case RunEventKind.FocusDone:
                    (_asked, _framesSinceFocus) = (FocusTrigger.None, 0);
                    _workingDistanceMm = line.Data["working_distance_mm"]?.GetValue<double>() ?? _workingDistanceMm;
                    break;
                case RunEventKind.ExposureIntended:
                    _framesSinceFocus++;
                    break;
                case RunEventKind.FrameRejected or RunEventKind.Fault or RunEventKind.SuspensionEnded:
                    if (_asked == FocusTrigger.None) _asked = FocusTrigger.AfterFault;
                    break;
            }
        }
    }
}
