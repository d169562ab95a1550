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

/// <summary>
/// Takes one tile: move, bring the optics in order, expose, judge; and where something is wrong climbs the recovery ladder. Each step is journaled before and after.
/// </summary>
internal sealed partial class TileTaker : IDisposable
{
    private readonly AcquisitionContext _context;
    private readonly RunLog _log;
    private readonly Recipe _recipe;
    private readonly RecoveryLadder _ladder;
    private readonly DoseBook _doses;
    private readonly OpticsKeeper _optics;
    private bool _isPrepared;
    private double? _currentPa;

    public TileTaker(AcquisitionContext context, RunLog log)
    {
        (_context, _log, _recipe) = (context, log, context.Run.Recipe);
        _ladder = new RecoveryLadder(_recipe, log.History);
        _doses = new DoseBook(context.Run, context.Doses, context.Time);
        _optics = new OpticsKeeper(new OpticsContext
        {
            Microscope = context.Microscope, Recipe = _recipe, Events = () => context.Journal.Events, Append = log.AppendAsync, Tell = context.Observer.OnActivity,
            Book = (exposure, token) => context.Doses.BookAsync(new Domain.Doses.DoseEntry(context.Time.GetUtcNow(), context.Run.RunId, exposure.What, exposure.Place.XMm, exposure.Place.YMm, exposure.WidthUm, exposure.HeightUm, exposure.DosePerNm2), token),
        });
    }

    public void Dispose()
    {
    }

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
            try
            {
                if (!_isPrepared) await PrepareAsync(cancellationToken).ConfigureAwait(false);
                if (await DoseIsSpentAsync(plan, visit, cancellationToken).ConfigureAwait(false)) return null;
                (frame, Verdict? verdict) = await AttemptAsync(plan, visit, tried, cancellationToken).ConfigureAwait(false);
                if (verdict is null)
                {
                    await incident.EndAsync("mended", "", frame.Image, cancellationToken).ConfigureAwait(false);
                    return frame;
                }

                if (verdict.Cause == QuarantineReason.Empty)
                {
                    // Bare support is a property of the sample: nobody has to be told, and nothing is mended by another look.
                    await RejectAsync(visit, verdict.Cause, verdict.Reason, cancellationToken).ConfigureAwait(false);
                    return null;
                }

                trouble = Trouble.Of(verdict.Cause, verdict.Reason);
            }
            catch (InstrumentFaultException fault) when (fault.Fault != Fault.StoppedByOperator)
            {
                trouble = Trouble.Of(fault);
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

            await incident.StepAsync(rung, Sentence(rung, plan), Math.Max(_ladder.Left(rung) - 1, 0) is var left && _ladder.Left(rung) == int.MaxValue ? int.MaxValue : left, rung == Rung.SkipArea ? plan.AreaIndex : null, cancellationToken).ConfigureAwait(false);
            switch (rung)
            {
                case Rung.Redo:
                    await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
                    {
                        ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(trouble.Verdict), ["reason"] = trouble.Reason, ["final"] = false, ["deferred"] = true,
                    }, cancellationToken).ConfigureAwait(false);
                    await incident.EndAsync("redo", "", null, cancellationToken).ConfigureAwait(false);
                    return null;
                case Rung.SkipTile or Rung.SkipArea or Rung.SkipSample:
                    await GiveUpAsync(visit, frame, trouble, cancellationToken).ConfigureAwait(false);
                    await incident.EndAsync(rung switch { Rung.SkipTile => "tile_skipped", Rung.SkipArea => "area_skipped", _ => "sample_skipped" }, rung == Rung.SkipTile ? "" : trouble.Remedy, null, cancellationToken).ConfigureAwait(false);
                    return rung == Rung.SkipSample ? throw new SampleGivenUpException($"{trouble.Title}: {trouble.Reason}") : null;
                case Rung.Park:
                    await incident.EndAsync("parked", trouble.Remedy, null, cancellationToken).ConfigureAwait(false);
                    throw trouble.Fault ?? throw new SampleGivenUpException(trouble.Reason);
                default:
                    await ClimbAsync(rung, plan, trouble, tried, cancellationToken).ConfigureAwait(false);
                    if (trouble.Verdict is { } cause)
                    {
                        await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
                        {
                            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(cause), ["reason"] = trouble.Reason, ["final"] = false,
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
        await _log.AppendAsync(RunEventKind.FrameSaved, new JsonObject { ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["record"] = RunLog.Json(record) }, cancellationToken).ConfigureAwait(false);
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
        _currentPa = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        _isPrepared = true;
    }

    private async Task<(Frame Frame, Verdict? Verdict)> AttemptAsync(FramePlan plan, TileVisit visit, List<Rung> tried, CancellationToken cancellationToken)
    {
        _context.Observer.OnActivity($"moving to {plan.FrameId}");
        (double offsetX, double offsetY) = _log.History.Offset;
        var target = StageTarget.Planar(plan.Target.XMm!.Value + offsetX, plan.Target.YMm!.Value + offsetY);
        await _log.AppendAsync(RunEventKind.MoveIntended, new JsonObject { ["frame_id"] = plan.FrameId, ["visit"] = visit.Visit, ["target"] = RunLog.Json(target) }, cancellationToken).ConfigureAwait(false);
        StagePosition position = await _context.Microscope.Stage.MoveAsync(target, cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync(RunEventKind.MoveDone, new JsonObject { ["frame_id"] = plan.FrameId, ["position"] = RunLog.Json(position) }, cancellationToken).ConfigureAwait(false);
        await _optics.PrepareAsync(Place(plan), cancellationToken).ConfigureAwait(false);
        return await ExposeAsync(plan, position, isLast: tried.Contains(Rung.Refocus), cancellationToken).ConfigureAwait(false);
    }

    private OpticsPlace Place(FramePlan plan)
        => new(plan.FrameId, plan.Target.XMm!.Value - _context.Run.Stub.XMm, plan.Target.YMm!.Value - _context.Run.Stub.YMm, plan.IsFirstOfArea);

    private async Task<(Frame Frame, Verdict? Verdict)> ExposeAsync(FramePlan plan, StagePosition position, bool isLast, CancellationToken cancellationToken)
    {
        IElectronColumn column = _context.Microscope.Column;
        ExposureSettings exposure = _recipe.Exposure;
        double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
        double workingDistanceMm = await column.ReadWorkingDistanceMmAsync(cancellationToken).ConfigureAwait(false);
        _currentPa = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        var request = new ScanRequest(exposure.WidthPx, exposure.HeightPx, exposure.BitsPerPixel, exposure.DwellUs);

        _context.Observer.OnActivity($"exposing {plan.FrameId}");
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
        var metadata = new FrameMetadata
        {
            FrameId = plan.FrameId, RunId = _context.Run.RunId, SampleName = _context.Run.Sample.Name,
            WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel,
            PixelSizeNm = fieldWidthUm * 1000 / exposure.WidthPx, ScaleNote = _context.Run.Sample.ScaleNote, Position = position,
            WorkingDistanceMm = workingDistanceMm, BeamEnergyKv = exposure.BeamEnergyKv, ProbeCurrentPa = _currentPa, DwellUs = exposure.DwellUs,
            FocusScore = score, AcquiredAt = _context.Time.GetUtcNow(),
            Instrument = $"{_context.Microscope.Identity.Model} {_context.Microscope.Identity.SerialNumber}".Trim(),
            IsSimulated = _context.Microscope.Identity.IsSimulated,
        };
        var frame = new Frame(metadata, image);
        return (frame, Judge(frame, isLast));
    }

    private sealed class ScanProgress(IRunObserver observer, int height) : IProgress<int>
    {
        public void Report(int value) => observer.OnScanProgress(Math.Clamp((double)value / height, 0, 1));
    }
}
