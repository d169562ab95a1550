using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Instruments;


namespace LtoAutoscope.Acquisition.Running;

/// <summary>Takes one frame: move, focus where it is due, expose, look whether the picture is sound, save. Each step is journaled before and after.</summary>
internal sealed class FrameTaker(AcquisitionContext context, RunLog log)
{
    private const int MaximumAttempts = 3;
    private const double ElementaryChargeC = 1.602176634e-19;

    private readonly Recipe _recipe = context.Run.Recipe;
    private readonly Autofocus _autofocus = new(context.Microscope.Column, context.Microscope.Scanner);
    private bool _focusIsDue = true;
    private int _framesSinceFocus;
    private double? _referenceScore;
    private GreyImage? _previousImage;

    /// <summary>Brings column and vacuum to what the recipe asks for.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        context.Observer.OnActivity("checking vacuum and beam");
        VacuumState vacuum = await context.Microscope.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (vacuum != VacuumState.Ready)
            throw new InstrumentFaultException(Fault.VacuumNotReady, $"the chamber reads '{vacuum}'");

        IElectronColumn column = context.Microscope.Column;
        await column.SetBeamAsync(true, _recipe.Exposure.BeamEnergyKv, cancellationToken).ConfigureAwait(false);
        await column.SetBlankAsync(false, cancellationToken).ConfigureAwait(false);
        await column.SetFieldWidthUmAsync(_recipe.Exposure.FieldWidthUm, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a frame and returns it saved; null when it was given up and journaled as rejected for good.</summary>
    /// <exception cref="InstrumentFaultException">A fault that attempts could not mend.</exception>
    public async Task<(Frame Frame, FrameRecord Record)?> TakeAsync(FramePlan plan, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                (Frame frame, string? objection) = await AttemptAsync(plan, attempt == MaximumAttempts, cancellationToken).ConfigureAwait(false);
                if (objection is null)
                {
                    context.Observer.OnActivity($"saving {plan.FrameId}");
                    FrameRecord record = await context.Frames.SaveAsync(frame, cancellationToken).ConfigureAwait(false);
                    await log.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = plan.FrameId, ["record"] = RunLog.Json(record) }, cancellationToken).ConfigureAwait(false);
                    context.Observer.OnFrame(frame, record);
                    return (frame, record);
                }

                bool final = attempt == MaximumAttempts;
                await log.AppendAsync(RunEventKind.FrameRejected, new JsonObject { ["frame_id"] = plan.FrameId, ["reason"] = objection, ["final"] = final }, cancellationToken).ConfigureAwait(false);
                _focusIsDue = true;
                if (final) return null;
            }
            catch (InstrumentFaultException fault) when (attempt < MaximumAttempts && CanBeRetried(fault.Fault))
            {
                await log.AppendAsync(RunEventKind.Fault, new JsonObject
                {
                    ["fault"] = RunLog.Json(fault.Fault), ["frame_id"] = plan.FrameId, ["detail"] = fault.Detail,
                    ["action"] = $"attempt {attempt + 1} of {MaximumAttempts} follows",
                }, cancellationToken).ConfigureAwait(false);
                await Task.Delay(TimeSpan.FromSeconds(attempt), context.Time, cancellationToken).ConfigureAwait(false);
                if (fault.Fault is Fault.LinkLost or Fault.Unreachable or Fault.LineNotSynchronised && context.Microscope is IReconnectable link)
                    await link.ReconnectAsync(cancellationToken).ConfigureAwait(false);
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                _focusIsDue = true;
            }
        }
    }

    /// <summary>After a restart of the instrument's program settings and reference may be gone: the run begins anew behind a park, not in the middle of a frame.</summary>
    private static bool CanBeRetried(Fault fault)
        => fault is not (Fault.StoppedByOperator or Fault.InterlockRefused or Fault.FilamentBlown or Fault.NotSupported or Fault.StageNotCalibrated or Fault.PowerOnBattery or Fault.ServerRestarted);

    private async Task<(Frame Frame, string? Objection)> AttemptAsync(FramePlan plan, bool isLast, CancellationToken cancellationToken)
    {
        context.Observer.OnActivity($"moving to {plan.FrameId}");
        await log.AppendAsync(RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = plan.FrameId, ["target"] = RunLog.Json(plan.Target) }, cancellationToken).ConfigureAwait(false);
        StagePosition position = await context.Microscope.Stage.MoveAsync(plan.Target, cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.MoveDone, new JsonObject { ["frame_id"] = plan.FrameId, ["position"] = RunLog.Json(position) }, cancellationToken).ConfigureAwait(false);

        if (_focusIsDue || plan.IsFirstOfArea || _framesSinceFocus >= _recipe.Focus.EveryFrames)
            await FocusAsync(plan, cancellationToken).ConfigureAwait(false);

        (Frame frame, double score) = await ExposeAsync(plan, position, cancellationToken).ConfigureAwait(false);
        _framesSinceFocus++;
        string? objection = Objection(frame.Image, score, isLast);
        if (objection is null)
        {
            _referenceScore = score;
            _previousImage = frame.Image;
        }

        return (frame, objection);
    }

    private async Task FocusAsync(FramePlan plan, CancellationToken cancellationToken)
    {
        string reason = _focusIsDue ? "start or doubtful frame" : plan.IsFirstOfArea ? "new area" : $"{_framesSinceFocus} frames since the last search";
        context.Observer.OnActivity($"focusing at {plan.FrameId}");
        double startMm = log.History.LastWorkingDistanceMm ?? _recipe.Focus.StartMm ?? await context.Microscope.Column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(RunEventKind.FocusIntended, new JsonObject { ["frame_id"] = plan.FrameId, ["reason"] = reason, ["start_mm"] = startMm }, cancellationToken).ConfigureAwait(false);
        try
        {
            FocusResult result = await _autofocus.SearchAsync(_recipe.Exposure, _recipe.Focus, startMm, cancellationToken).ConfigureAwait(false);
            await log.AppendAsync(RunEventKind.FocusDone, new JsonObject
            {
                ["frame_id"] = plan.FrameId, ["working_distance_mm"] = result.WorkingDistanceMm, ["score"] = result.Score,
                ["shift_um"] = (result.WorkingDistanceMm - startMm) * 1000, ["sweep"] = RunLog.Json(result.Sweep),
            }, cancellationToken).ConfigureAwait(false);
            _referenceScore = null;
        }
        catch (InstrumentFaultException fault) when (fault.Fault == Fault.FocusNotFound)
        {
            await log.DecideAsync("redo", $"Focus kept at {plan.FrameId}", $"The search found no peak: {fault.Detail}. The last working distance stays.", cancellationToken).ConfigureAwait(false);
        }

        _focusIsDue = false;
        _framesSinceFocus = 0;
    }

    private async Task<(Frame Frame, double Score)> ExposeAsync(FramePlan plan, StagePosition position, CancellationToken cancellationToken)
    {
        IElectronColumn column = context.Microscope.Column;
        ExposureSettings exposure = _recipe.Exposure;
        double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
        double workingDistanceMm = await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        double? currentPa = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        double pixelSizeNm = fieldWidthUm * 1000 / exposure.WidthPx;
        double? dose = currentPa * 1e-12 * exposure.DwellUs * 1e-6 / ElementaryChargeC / (pixelSizeNm * pixelSizeNm);

        context.Observer.OnActivity($"exposing {plan.FrameId}");
        await log.AppendAsync(RunEventKind.ExposureIntended, new JsonObject
        {
            ["frame_id"] = plan.FrameId, ["attempt"] = log.History.Attempts(plan.FrameId) + 1, ["dose_e_nm2"] = dose,
        }, cancellationToken).ConfigureAwait(false);

        context.Observer.OnScanProgress(0);
        var progress = new ScanProgress(context.Observer, exposure.HeightPx);
        GreyImage image;
        try
        {
            image = await context.Microscope.Scanner.ScanFrameAsync(
                new ScanRequest(exposure.WidthPx, exposure.HeightPx, exposure.BitsPerPixel, exposure.DwellUs), progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Observer.OnScanProgress(null);
        }

        double score = FocusScore.Of(image);
        var metadata = new FrameMetadata
        {
            FrameId = plan.FrameId, RunId = context.Run.RunId, SampleName = context.Run.Sample.Name,
            WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel,
            PixelSizeNm = pixelSizeNm, ScaleNote = context.Run.Sample.ScaleNote, Position = position,
            WorkingDistanceMm = workingDistanceMm, BeamEnergyKv = exposure.BeamEnergyKv, ProbeCurrentPa = currentPa, DwellUs = exposure.DwellUs,
            FocusScore = score, AcquiredAt = context.Time.GetUtcNow(),
            Instrument = $"{context.Microscope.Identity.Model} {context.Microscope.Identity.SerialNumber}".Trim(),
            IsSimulated = context.Microscope.Identity.IsSimulated,
        };
        return (new Frame(metadata, image), score);
    }

    /// <summary>Why a frame should be taken again, as a sentence with figures; null when it is sound.</summary>
    private string? Objection(GreyImage image, double score, bool isLast)
    {
        FrameChecks checks = FrameChecks.Of(image, _previousImage);
        if (checks.IsBlank) return FormattableString.Invariant($"The frame shows nothing: its grey values vary by {100 * checks.RelativeDeviation:0.00} % of the range.");
        if (checks.IsFrozen) return "The frame equals the one before, pixel by pixel: the scan is frozen.";
        // A softer picture is worth one more try; if focusing did not help, the sample is simply so, and the frame counts.
        if (!isLast && _framesSinceFocus > 1 && _referenceScore is { } reference && score < _recipe.Focus.MinimumScoreRatio * reference)
            return FormattableString.Invariant($"Focus score {score:0.000} is under {_recipe.Focus.MinimumScoreRatio:0.00} of the last good {reference:0.000}; it is focused and taken again.");
        return null;
    }

    private sealed class ScanProgress(IRunObserver observer, int height) : IProgress<int>
    {
        public void Report(int value) => observer.OnScanProgress(Math.Clamp((double)value / height, 0, 1));
    }
}
