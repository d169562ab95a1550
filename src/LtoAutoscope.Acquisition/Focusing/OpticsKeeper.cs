using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
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
    private const int MostFocusFrames = 80;
    private const int MostStigmatorFrames = 60;
    private const int MostBrightnessFrames = 12;
    private const double PredictionErrorDepths = 0.5;
    private const double PredictionStepDepths = 0.25;
    private const double SameWorkingDistanceMm = 1e-5;
    private const double SamePercent = 0.05;
    private readonly OpticsState _state = new(context.Recipe);
    private int _seen;

    /// <summary>The surface of best focus as the run's searches have it so far; null where there is none.</summary>
    public FocusSurface? Surface
    {
        get
        {
            CatchUp();
            return _state.Surface;
        }
    }

    /// <summary>What focus needs at a place, from the journal as it stands.</summary>
    public FocusNeed FocusNeedAt(OpticsPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        CatchUp();
        FocusPrediction? surface = _state.Surface?.At(place.XMm, place.YMm);
        (FocusTrigger trigger, string reason) = Trigger(place);
        bool isKnown = surface is { } known && _state.SurfaceIsTried && known.StandardErrorMm <= PredictionErrorDepths * _state.DepthMm;
        FocusAction action = trigger switch
        {
            FocusTrigger.None => isKnown && Math.Abs(surface!.Value.WorkingDistanceMm - _state.WorkingDistanceMm!.Value) > PredictionStepDepths * _state.DepthMm ? FocusAction.Predict : FocusAction.Keep,
            FocusTrigger.NewArea or FocusTrigger.EveryFrames or FocusTrigger.EveryMm when isKnown => FocusAction.Predict,
            _ => FocusAction.Search,
        };
        return new FocusNeed(trigger, reason, action, surface?.WorkingDistanceMm ?? _state.WorkingDistanceMm, surface?.StandardErrorMm);
    }

    /// <summary>Whether bringing the optics in order at a place takes exposures: whoever wants to spare the place moves beside it first.</summary>
    public bool NeedsScans(OpticsPlace place)
    {
        FocusNeed need = FocusNeedAt(place);
        return need.Action == FocusAction.Search || StigmatorReason(place) is not null || (BrightnessReason(place) is not null && context.Microscope.Detectors is not null);
    }

    /// <summary>Brings brightness, focus and stigmator in order at the place where the stage stands, as far as they are due, and writes down what was done.</summary>
    /// <remarks>A search that declines is no fault: it is written, told in the report, and the settings from before stand.</remarks>
    /// <exception cref="InstrumentFaultException">A fault of the link, the scanner or the column.</exception>
    /// <exception cref="IOException">The journal does not take a line.</exception>
    public async Task<OpticsReport> PrepareAsync(OpticsPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        List<string> declined = [];
        CatchUp();
        await RestoreAsync(cancellationToken).ConfigureAwait(false);
        bool brightened = await BrightenAsync(place, declined, cancellationToken).ConfigureAwait(false);
        FocusNeed need = FocusNeedAt(place);
        bool focusDeclined = await FocusAsync(place, need, declined, cancellationToken).ConfigureAwait(false);
        bool stigmated = !focusDeclined && await StigmateAsync(place, declined, cancellationToken).ConfigureAwait(false);
        if (stigmated && FocusNeedAt(place) is { Trigger: FocusTrigger.AfterStigmation } again)
            await FocusAsync(place, again, declined, cancellationToken).ConfigureAwait(false);
        double standing = _state.WorkingDistanceMm ?? await context.Microscope.Column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        return new OpticsReport(need.Action, need.Trigger, standing, declined) { FocusDeclined = focusDeclined, Stigmated = stigmated, BrightnessSet = brightened };
    }

    private (FocusTrigger Trigger, string Reason) Trigger(OpticsPlace place)
    {
        FocusSettings settings = context.Recipe.Focus;
        if (_state.Asked == FocusTrigger.AfterDecline && _state.FocusedFrame == place.FrameId) return (FocusTrigger.None, "");
        if (_state.Asked != FocusTrigger.None) return (_state.Asked, _state.AskedBecause);
        if (_state.LastSearch is { } last)
        {
            DateTimeOffset now = _state.Moved.FrameId == place.FrameId ? _state.Moved.At : _state.Last;
            double minutes = (now - last.At).TotalMinutes, mm = Math.Sqrt(Math.Pow(place.XMm - last.XMm, 2) + Math.Pow(place.YMm - last.YMm, 2));
            if (minutes >= settings.EveryMinutes) return (FocusTrigger.EveryMinutes, FormattableString.Invariant($"{minutes:0.#} minutes since the last search"));
            if (_state.FocusedFrame != place.FrameId && mm >= settings.EveryMm) return (FocusTrigger.EveryMm, FormattableString.Invariant($"{mm:0.###} mm from the last search"));
        }

        if (place.IsFirstOfArea && _state.FocusedFrame != place.FrameId) return (FocusTrigger.NewArea, "new area");
        int frames = _state.FramesSince(place.FrameId);
        return frames >= settings.EveryFrames ? (FocusTrigger.EveryFrames, $"{frames} frames since focus was looked after") : (FocusTrigger.None, "");
    }

    /// <summary>Searches or predicts, and writes it down; returns whether a search declined.</summary>
    private async Task<bool> FocusAsync(OpticsPlace place, FocusNeed need, List<string> declined, CancellationToken cancellationToken)
    {
        if (need.Action == FocusAction.Keep) return false;
        IElectronColumn column = context.Microscope.Column;
        double start = _state.OpenFocus is { } open && open.FrameId == place.FrameId ? open.StartMm
            : need.PredictedMm ?? context.Recipe.Focus.StartMm ?? await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        if (need.Action == FocusAction.Predict)
        {
            string why = FormattableString.Invariant($"{(need.Reason.Length > 0 ? need.Reason + ": " : "")}the surface through {_state.Surface!.Points} searches knows it to {need.StandardErrorMm * 1000:0.00} µm, the depth of focus being {_state.DepthMm * 1000:0.00} µm");
            await column.SetWorkingDistanceMmAsync(start, cancellationToken).ConfigureAwait(false);
            await DoneAsync(place, need, start, new FocusResult(start, 0, []) { Reason = why, StandardErrorMm = need.StandardErrorMm!.Value }, searched: false, cancellationToken).ConfigureAwait(false);
            return false;
        }

        context.Tell($"focusing at {place.FrameId}");
        await AppendAsync(RunEventKind.FocusIntended, new JsonObject { ["frame_id"] = place.FrameId, ["reason"] = need.Reason, ["start_mm"] = start }, cancellationToken).ConfigureAwait(false);
        var scans = new OpticsScans(context, place, "focus", MostFocusFrames);
        double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
        FocusResult result = await new Autofocus(column).FindAsync(
            new FocusSearch
            {
                Exposure = context.Recipe.Exposure, Focus = context.Recipe.Focus, FieldWidthUm = fieldWidthUm, StartMm = start, StartErrorMm = StartError(need), ConvergenceRad = _state.ConvergenceRad,
            },
            scans.ScanAsync, cancellationToken).ConfigureAwait(false);
        await DoneAsync(place, need, start, result, searched: true, cancellationToken).ConfigureAwait(false);
        if (result.Decline is null) return false;
        declined.Add($"The focus search declined: {result.Reason}; the working distance from before stands.");
        await DecideAsync($"Focus kept at {place.FrameId}", declined[^1], cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Where something may have shifted the surface as a whole, its error says nothing: the search is then coarse from the beginning.</summary>
    private double? StartError(FocusNeed need) => need.Trigger switch
    {
        FocusTrigger.AfterStigmation => _state.LastSearch?.ErrorMm,
        FocusTrigger.Start or FocusTrigger.AfterFault or FocusTrigger.SharpnessDrop or FocusTrigger.AfterDecline => null,
        _ => need.StandardErrorMm,
    };

    private Task DoneAsync(OpticsPlace place, FocusNeed need, double start, FocusResult result, bool searched, CancellationToken cancellationToken)
    {
        var data = new JsonObject
        {
            ["frame_id"] = place.FrameId, ["working_distance_mm"] = result.WorkingDistanceMm, ["score"] = searched ? result.Score : null, ["shift_um"] = (result.WorkingDistanceMm - start) * 1000,
            ["sweep"] = RunLog.Json(result.Sweep), ["x_mm"] = place.XMm, ["y_mm"] = place.YMm, ["declined"] = result.Decline is not null,
            ["reason"] = result.Reason.Length > 0 ? result.Reason : need.Reason, ["predicted_mm"] = start, ["searched"] = searched,
        };
        if (double.IsFinite(result.StandardErrorMm)) data["error_um"] = result.StandardErrorMm * 1000;
        if (result.ConvergenceRad is { } cone) data["convergence_mrad"] = cone * 1000;
        return AppendAsync(RunEventKind.FocusDone, data, cancellationToken);
    }

    private async Task<bool> StigmateAsync(OpticsPlace place, List<string> declined, CancellationToken cancellationToken)
    {
        if (StigmatorReason(place) is not { } reason) return false;
        context.Tell($"correcting astigmatism at {place.FrameId}");
        IElectronColumn column = context.Microscope.Column;
        (double X, double Y) start = _state.OpenStigmator ?? _state.Stigmator ?? await column.ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
        await AppendAsync(RunEventKind.StigmateIntended, new JsonObject { ["frame_id"] = place.FrameId, ["reason"] = reason, ["x_percent"] = start.X, ["y_percent"] = start.Y }, cancellationToken).ConfigureAwait(false);
        StigmatorResult result;
        try
        {
            double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
            result = await new StigmatorSearch(column).FindAsync(
                context.Recipe.Exposure, fieldWidthUm, start, new OpticsScans(context, place, "stigmator", MostStigmatorFrames).ScanAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.NotSupported)
        {
            result = new StigmatorResult(start.X, start.Y, 1, []) { Decline = FocusDecline.NoPeak, Reason = $"the instrument has no remote control of its stigmator: {fault.Detail}" };
        }

        await AppendAsync(RunEventKind.Stigmated, new JsonObject
        {
            ["frame_id"] = place.FrameId, ["x_percent"] = result.XPercent, ["y_percent"] = result.YPercent, ["gain"] = result.Gain, ["curve"] = RunLog.Json(result.Curve),
            ["declined"] = result.Decline is not null, ["reason"] = result.Decline is null ? reason : result.Reason,
        }, cancellationToken).ConfigureAwait(false);
        if (result.Decline is null) return true;
        declined.Add($"The correction of astigmatism declined: {result.Reason}; the stigmator stays as it was.");
        await DecideAsync($"Stigmator kept at {place.FrameId}", declined[^1], cancellationToken).ConfigureAwait(false);
        return false;
    }

    private string? BrightnessReason(OpticsPlace place)
    {
        AdjustmentPolicy policy = context.Recipe.Focus.Brightness;
        string? reason = _state.BrightnessAsked ?? (policy == AdjustmentPolicy.Area && place.IsFirstOfArea && _state.BrightenedFrame != place.FrameId ? "new area" : null);
        return policy == AdjustmentPolicy.Off ? null : reason;
    }

    private string? StigmatorReason(OpticsPlace place)
    {
        AdjustmentPolicy policy = context.Recipe.Focus.Stigmator;
        string? reason = _state.StigmatorAsked ?? (policy == AdjustmentPolicy.Area && place.IsFirstOfArea && _state.StigmatedFrame != place.FrameId ? "new area" : null);
        return policy == AdjustmentPolicy.Off ? null : reason;
    }

    private async Task<bool> BrightenAsync(OpticsPlace place, List<string> declined, CancellationToken cancellationToken)
    {
        if (BrightnessReason(place) is not { } reason) return false;
        var data = new JsonObject { ["frame_id"] = place.FrameId };
        BrightnessResult? result = null;
        string? without = null;
        if (context.Microscope.Detectors is { } detectors)
        {
            context.Tell($"setting brightness at {place.FrameId}");
            try
            {
                (double Brightness, double Contrast) start = _state.OpenSignal ?? _state.Signal ?? await detectors.ReadSignalAsync(0, cancellationToken).ConfigureAwait(false);
                await AppendAsync(RunEventKind.BrightnessIntended, new JsonObject
                {
                    ["frame_id"] = place.FrameId, ["reason"] = reason, ["brightness_percent"] = start.Brightness, ["contrast_percent"] = start.Contrast,
                }, cancellationToken).ConfigureAwait(false);
                result = await new BrightnessSearch(detectors).FindAsync(new OpticsScans(context, place, "brightness", MostBrightnessFrames).ScanAsync, cancellationToken).ConfigureAwait(false);
                (data["brightness_percent"], data["contrast_percent"], data["steps"]) = (result.BrightnessPercent, result.ContrastPercent, RunLog.Json(result.Steps));
            }
            catch (InstrumentFaultException fault) when (fault.Fault == Fault.NotSupported)
            {
                without = $"the instrument has no remote control of brightness and contrast: {fault.Detail}";
            }
        }
        else without = "the instrument has no remote control of its detectors";

        (data["declined"], data["reason"]) = (result?.Declined ?? true, without ?? $"{reason}: {result!.Reason}");
        await AppendAsync(RunEventKind.BrightnessSet, data, cancellationToken).ConfigureAwait(false);
        if (result is { Declined: false }) return result.Changed;
        string sentence = $"Brightness and contrast stay as they are: {without ?? result!.Reason}.";
        if (result is not null) declined.Add(sentence);
        await DecideAsync("Brightness kept", sentence, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>After a restart or a fault the instrument may stand anywhere, in the middle of a search too: what the journal says is set again.</summary>
    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (!_state.MayHaveLostSettings) return;
        IElectronColumn column = context.Microscope.Column;
        if (_state.WorkingDistanceMm is { } mm && Math.Abs(await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false) - mm) > SameWorkingDistanceMm)
            await column.SetWorkingDistanceMmAsync(mm, cancellationToken).ConfigureAwait(false);
        if ((_state.OpenStigmator ?? _state.Stigmator) is { } stigmator)
        {
            (double x, double y) = await column.ReadStigmatorAsync(cancellationToken).ConfigureAwait(false);
            if (Math.Abs(x - stigmator.X) > SamePercent || Math.Abs(y - stigmator.Y) > SamePercent) await column.SetStigmatorAsync(stigmator.X, stigmator.Y, cancellationToken).ConfigureAwait(false);
        }

        if ((_state.OpenSignal ?? _state.Signal) is { } signal && context.Microscope.Detectors is { } detectors)
        {
            (double brightness, double contrast) = await detectors.ReadSignalAsync(0, cancellationToken).ConfigureAwait(false);
            if (Math.Abs(brightness - signal.Brightness) > SamePercent || Math.Abs(contrast - signal.Contrast) > SamePercent)
                await detectors.SetSignalAsync(0, signal.Brightness, signal.Contrast, cancellationToken).ConfigureAwait(false);
        }

        _state.MayHaveLostSettings = false;
    }

    private Task DecideAsync(string title, string reason, CancellationToken cancellationToken)
        => AppendAsync(RunEventKind.Decision, new JsonObject { ["level"] = "redo", ["title"] = title, ["reason"] = reason }, cancellationToken);

    private async Task AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        await context.Append(kind, data, cancellationToken).ConfigureAwait(false);
        CatchUp();
    }

    private void CatchUp()
    {
        IReadOnlyList<RunEvent> events = context.Events();
        for (; _seen < events.Count; _seen++) _state.Apply(events[_seen]);
    }
}
