using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Calibration;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Instruments;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>
/// Takes one tile: move, bring the optics in order, expose, judge; and where something is wrong climbs the recovery ladder. Each step is journaled before and after.
/// </summary>
internal sealed partial class TileTaker : IDisposable
{
    private readonly AcquisitionContext _context;
    private readonly RunLog _log;
    private readonly Recipe _recipe;
    private readonly IReadOnlyList<FramePlan> _plan;
    private readonly RecoveryLadder _ladder;
    private readonly DoseBook _doses;
    private readonly OpticsKeeper _optics;
    private readonly ConcurrentDictionary<TileVisit, FrameMeasures> _measures = new();
    private readonly DriftGate _driftGate;
    private readonly Relocaliser _relocaliser;
    private readonly TimeProvider _instrumentTime;
    private bool _isPrepared;
    private bool _isLost; // whether the sample has to be found again before the next tile
    private double? _currentPa;

    public TileTaker(AcquisitionContext context, RunLog log, IReadOnlyList<FramePlan> plan)
    {
        (_context, _log, _recipe, _plan) = (context, log, context.Run.Recipe, plan);
        _ladder = new RecoveryLadder(_recipe, log.History);
        _doses = new DoseBook(context.Run, context.Doses, context.Time);
        _instrumentTime = context.InstrumentTime ?? context.Time;
        _reference = new InspectionReference(context.Journal.Events);
        _limits = InspectionLimits.Default with { SharpnessRatio = _recipe.Focus.MinimumScoreRatio };
        _driftGate = new DriftGate(context.Microscope.Scanner, _recipe.Drift, BookAsync, _instrumentTime);
        _relocaliser = new Relocaliser(context.Microscope, BookAsync);
        _isLost = log.History.LastAccepted is not null;
        _optics = new OpticsKeeper(new OpticsContext
        {
            Microscope = context.Microscope, Recipe = _recipe, Events = () => context.Journal.Events, Append = log.AppendAsync, Tell = context.Observer.OnActivity,
            Book = (exposure, token) => context.Doses.BookAsync(new Domain.Doses.DoseEntry(context.Time.GetUtcNow(), context.Run.RunId, exposure.What, exposure.Place.XMm, exposure.Place.YMm, exposure.WidthUm, exposure.HeightUm, exposure.DosePerNm2), token),
        });
    }

    /// <summary>Waits until every tile that was given to the pipeline has its outcome in the journal.</summary>
    public Func<CancellationToken, Task> WhenAllSettled { get; set; } = static _ => Task.CompletedTask;

    public void Dispose() => _context.Conditions?.Expect(null);

    private Task BookAsync(string what, StagePosition at, double fieldWidthUm, ScanRequest request, CancellationToken cancellationToken)
        => _doses.BookAsync(what, at.XMm, at.YMm, fieldWidthUm, request, _currentPa, cancellationToken);

    /// <summary>Takes a tile. Returns the frame that is to be saved and analysed; null when the visit ended otherwise, which is then in the journal.</summary>
    /// <exception cref="InstrumentFaultException">A fault with which the ladder was at its end.</exception>
    /// <exception cref="SampleGivenUpException">The sample is to be given up.</exception>
    public async Task<Frame?> TakeAsync(FramePlan plan, TileVisit visit, CancellationToken cancellationToken)
    {
        await CloseInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var incident = new IncidentLog(_log, _context.Evidence, _context.Time);
        var tried = new List<Rung>();
        while (true)
        {
            Trouble trouble;
            Frame? frame = null;
            FrameAssessment? assessment = null;
            CancellationToken danger = _context.Conditions?.Danger ?? CancellationToken.None;
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, danger);
            try
            {
                if (_context.Conditions?.Tripped is { } tripped)
                {
                    trouble = Trouble.Of(tripped);
                }
                else
                {
                    if (!_isPrepared) await PrepareAsync(linked.Token).ConfigureAwait(false);
                    await CalibrateIfDueAsync(linked.Token).ConfigureAwait(false);
                    if (!_isPrepared) await PrepareAsync(linked.Token).ConfigureAwait(false);
                    if (_isLost) await FindAgainAsync("the run goes on", linked.Token).ConfigureAwait(false);
                    if (await DoseIsSpentAsync(plan, visit, linked.Token).ConfigureAwait(false)) return null;
                    (frame, assessment) = await AttemptAsync(plan, visit, tried, linked.Token).ConfigureAwait(false);
                    if (assessment.Reason is not { } verdict)
                    {
                        await incident.EndAsync("mended", "", frame.Image, cancellationToken).ConfigureAwait(false);
                        _measures[visit] = assessment.Measures;
                        return frame;
                    }

                    if (verdict == QuarantineReason.Empty && assessment.Measures.Contrast > 0 && !IsBlank(assessment.Measures))
                    {
                        // Bare support is a property of the sample: nobody has to be told, and nothing is mended by another look.
                        await RejectAsync(visit, verdict, assessment.Sentence + ".", assessment.Measures, cancellationToken).ConfigureAwait(false);
                        return null;
                    }

                    trouble = Trouble.Of(verdict == QuarantineReason.Empty ? QuarantineReason.Partial : verdict, assessment.Sentence + ".");
                }
            }
            catch (InstrumentFaultException fault) when (fault.Fault != Fault.StoppedByOperator)
            {
                trouble = Trouble.Of(fault);
            }
            catch (OperationCanceledException) when (danger.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                if (_context.Conditions?.Tripped is not { } trip) continue;
                trouble = Trouble.Of(trip);
            }

            await incident.BeginAsync(trouble, plan.FrameId, frame?.Image, cancellationToken).ConfigureAwait(false);
            Rung rung = Escalated(plan, _ladder.Next(trouble, tried, IsPossible));
            tried.Add(rung);
            if (trouble.Fault is { } told)
            {
                await _log.AppendAsync(RunEventKind.Fault, new JsonObject
                {
                    ["fault"] = RunLog.Json(told.Fault), ["frame_id"] = plan.FrameId, ["detail"] = told.Detail, ["action"] = Sentence(rung, plan).TrimEnd('.'),
                }, cancellationToken).ConfigureAwait(false);
            }

            await incident.StepAsync(rung, Sentence(rung, plan), _ladder.LeftAfter(rung), rung == Rung.SkipArea ? plan.AreaIndex : null, cancellationToken).ConfigureAwait(false);
            switch (rung)
            {
                case Rung.Redo:
                    await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
                    {
                        ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(trouble.Verdict), ["reason"] = trouble.Reason, ["final"] = false, ["deferred"] = true, [InspectionReference.Key] = RunLog.Json(assessment?.Measures),
                    }, cancellationToken).ConfigureAwait(false);
                    await incident.EndAsync("redo", "", null, cancellationToken).ConfigureAwait(false);
                    return null;
                case Rung.SkipTile or Rung.SkipArea or Rung.SkipSample:
                    await GiveUpAsync(visit, frame, assessment?.Measures, trouble, cancellationToken).ConfigureAwait(false);
                    await incident.EndAsync(rung switch { Rung.SkipTile => "tile_skipped", Rung.SkipArea => "area_skipped", _ => "sample_skipped" }, rung == Rung.SkipTile ? "" : trouble.Remedy, null, cancellationToken).ConfigureAwait(false);
                    return rung == Rung.SkipSample ? throw new SampleGivenUpException($"{trouble.Title}: {trouble.Reason}") : null;
                case Rung.Park:
                    await incident.EndAsync("parked", trouble.Remedy, null, cancellationToken).ConfigureAwait(false);
                    throw trouble.Fault ?? (Exception)new RunHeldException(trouble.Title, trouble.Reason);
                default:
                    try
                    {
                        await ClimbAsync(rung, plan, trouble, tried, cancellationToken).ConfigureAwait(false);
                    }
                    catch (RunHeldException held)
                    {
                        await incident.EndAsync("parked", held.Message, null, cancellationToken).ConfigureAwait(false);
                        throw;
                    }
                    catch (InstrumentFaultException fault) when (fault.Fault != Fault.StoppedByOperator)
                    {
                        // The next attempt meets it, and the ladder goes on from there.
                        _isPrepared = false;
                    }

                    if (trouble.Verdict is { } cause)
                    {
                        await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
                        {
                            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(cause), ["reason"] = trouble.Reason, ["final"] = false, [InspectionReference.Key] = RunLog.Json(assessment?.Measures),
                        }, cancellationToken).ConfigureAwait(false);
                    }

                    break;
            }
        }
    }

    /// <summary>Puts a frame on the disk and journals it.</summary>
    public async Task<FrameRecord> SaveAsync(TileVisit visit, Frame frame, CancellationToken cancellationToken)
    {
        FrameRecord record = await _context.Frames.SaveAsync(frame, cancellationToken).ConfigureAwait(false);
        _measures.TryRemove(visit, out FrameMeasures? measures);
        await _log.AppendAsync(RunEventKind.FrameSaved, new JsonObject
        {
            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["record"] = RunLog.Json(record), [InspectionReference.Key] = RunLog.Json(measures),
        }, cancellationToken).ConfigureAwait(false);
        _context.Observer.OnFrame(frame, record);
        return record;
    }

    /// <summary>Brings column and vacuum to what the recipe asks for, and the lens to what the journal remembers.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _context.Observer.OnActivity("checking vacuum and beam");
        VacuumState vacuum = await _context.Microscope.Vacuum.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (vacuum != VacuumState.Ready) throw new InstrumentFaultException(Fault.VacuumNotReady, $"the chamber reads '{vacuum}'");

        IElectronColumn column = _context.Microscope.Column;
        await column.SetBeamAsync(true, _recipe.Exposure.BeamEnergyKv, cancellationToken).ConfigureAwait(false);
        await column.SetBlankAsync(false, cancellationToken).ConfigureAwait(false);
        await column.SetFieldWidthUmAsync(_recipe.Exposure.FieldWidthUm, cancellationToken).ConfigureAwait(false);
        // An instrument that was started anew, or that a person used in between, stands where the run left it before the run goes on.
        if (_log.History.WorkingDistanceMm is { } workingDistanceMm) await column.SetWorkingDistanceMmAsync(workingDistanceMm, cancellationToken).ConfigureAwait(false);
        if (_log.History.Stigmator is { } stigmator) await column.SetStigmatorAsync(stigmator.XPercent, stigmator.YPercent, cancellationToken).ConfigureAwait(false);
        if (_log.History.BeamShiftUm is { } shift && _context.Microscope.BeamShift is { } electrical) await electrical.SetAsync(shift.XUm, shift.YUm, cancellationToken).ConfigureAwait(false);
        _currentPa = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        _context.Conditions?.Expect(new BeamExpectation(_context.Run.RunId, _reference.ProbeCurrentPa));
        _isPrepared = true;
    }

    private async Task<(Frame Frame, FrameAssessment Assessment)> AttemptAsync(FramePlan plan, TileVisit visit, List<Rung> tried, CancellationToken cancellationToken)
    {
        OpticsPlace place = Place(plan, visit);
        bool measuresDrift = DriftIsDue(plan);
        if (measuresDrift || _optics.NeedsScans(place))
        {
            StagePosition beside = await MoveAsync(plan, visit, BesideOf(plan), cancellationToken).ConfigureAwait(false);
            await _optics.PrepareAsync(place, cancellationToken).ConfigureAwait(false);
            if (measuresDrift) await MeasureDriftAsync(plan, beside, cancellationToken).ConfigureAwait(false);
        }

        StagePosition position = await MoveAsync(plan, visit, plan.Target, cancellationToken).ConfigureAwait(false);
        // What needs no exposure, such as a working distance that the surface knows.
        await _optics.PrepareAsync(place, cancellationToken).ConfigureAwait(false);
        return await ExposeAsync(plan, position, wasRefocused: tried.Contains(Rung.Refocus), cancellationToken).ConfigureAwait(false);
    }

    private async Task<StagePosition> MoveAsync(FramePlan plan, TileVisit visit, StageTarget planned, CancellationToken cancellationToken)
    {
        _context.Observer.OnActivity($"moving to {plan.FrameId}");
        (double offsetX, double offsetY) = _log.History.Offset;
        var target = StageTarget.Planar(planned.XMm!.Value + offsetX, planned.YMm!.Value + offsetY);
        await _log.AppendAsync(RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = plan.FrameId, ["visit"] = visit.Visit, ["target"] = RunLog.Json(target) }, cancellationToken).ConfigureAwait(false);
        StagePosition position = await _context.Microscope.Stage.MoveAsync(target, cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync(RunEventKind.MoveDone, new JsonObject { ["frame_id"] = plan.FrameId, ["position"] = RunLog.Json(position) }, cancellationToken).ConfigureAwait(false);
        return position;
    }

    private OpticsPlace Place(FramePlan plan, TileVisit visit)
        => new(plan.FrameId, plan.Target.XMm!.Value - _context.Run.Stub.XMm, plan.Target.YMm!.Value - _context.Run.Stub.YMm, _log.History.ComesFromElsewhere(visit));

    private async Task<(Frame Frame, FrameAssessment Assessment)> ExposeAsync(FramePlan plan, StagePosition position, bool wasRefocused, CancellationToken cancellationToken)
    {
        IElectronColumn column = _context.Microscope.Column;
        ExposureSettings exposure = _recipe.Exposure;
        double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
        double workingDistanceMm = await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        _currentPa = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        var request = new ScanRequest(exposure.WidthPx, exposure.HeightPx, exposure.BitsPerPixel, exposure.DwellUs);

        _context.Observer.OnActivity($"exposing {plan.FrameId}");
        double before = _doses.Before(position.XMm, position.YMm, fieldWidthUm, fieldWidthUm * exposure.HeightPx / exposure.WidthPx).DosePerNm2;
        double? dose = await _doses.BookAsync(plan.FrameId, position.XMm, position.YMm, fieldWidthUm, request, _currentPa, cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync(RunEventKind.ExposureIntended, new JsonObject
        {
            ["frame_id"] = plan.FrameId, ["attempt"] = _log.History.Attempts(plan.FrameId) + 1, ["dose_e_nm2"] = dose,
        }, cancellationToken).ConfigureAwait(false);

        _context.Observer.OnScanProgress(0);
        var progress = new ScanProgress(_context.Observer, exposure.HeightPx);
        GreyImage image;
        try
        {
            image = await _context.Microscope.Scanner.ScanFrameAsync(request, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _context.Observer.OnScanProgress(null);
        }

        double score = FocusScore.Of(image);
        DateTimeOffset at = _context.Time.GetUtcNow();
        CalibrationScale scale = _log.History.CalibratedAt is null ? CalibrationScale.Instrument : CalibrationSandwich.Of(_context.Journal.Events).KnownAt(at);
        var metadata = new FrameMetadata
        {
            FrameId = plan.FrameId, RunId = _context.Run.RunId, SampleName = _context.Run.Sample.Name,
            WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel,
            PixelSizeNm = fieldWidthUm * 1000 / exposure.WidthPx * scale.Factor, PixelSizeUncertaintyPercent = scale.UncertaintyPercent, ScaleNote = _context.Run.Sample.ScaleNote, Position = position,
            WorkingDistanceMm = workingDistanceMm, BeamEnergyKv = exposure.BeamEnergyKv, ProbeCurrentPa = _currentPa, DwellUs = exposure.DwellUs,
            FocusScore = score, AcquiredAt = at,
            Instrument = $"{_context.Microscope.Identity.Model} {_context.Microscope.Identity.SerialNumber}".Trim(),
            IsSimulated = _context.Microscope.Identity.IsSimulated,
        };
        var frame = new Frame(metadata, image);
        return (frame, Judge(frame, before, wasRefocused));
    }

    private sealed class ScanProgress(IRunObserver observer, int height) : IProgress<int>
    {
        public void Report(int value) => observer.OnScanProgress(Math.Clamp((double)value / height, 0, 1));
    }
}
