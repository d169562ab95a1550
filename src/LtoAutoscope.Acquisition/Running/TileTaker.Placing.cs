using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Acquisition.Drift;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <content>Where the sample lies: drift, finding it again after an interruption, waiting for a watched condition.</content>
internal sealed partial class TileTaker
{
    private bool _driftAsked;

    /// <summary>
    /// Where optics and drift are looked after for a tile: beside the tiles of its area, so that their exposures fall on none of them; at the tile itself where that would leave the stub.
    /// </summary>
    private StageTarget BesideOf(FramePlan plan)
    {
        StageTarget[] area = [.. _plan.Where(tile => tile.AreaIndex == plan.AreaIndex).Select(tile => tile.Target)];
        double widthMm = _recipe.Exposure.FieldWidthUm / 1000;
        double x = area.Min(tile => tile.XMm!.Value) - (1 + Math.Max(_recipe.Plan.GapFraction, 0.25)) * widthMm, y = area[0].YMm!.Value;
        Domain.Samples.Stub stub = _context.Run.Stub;
        double reach = Math.Sqrt(Math.Pow(x - stub.XMm, 2) + Math.Pow(y - stub.YMm, 2)) + widthMm;
        return reach <= stub.RadiusMm ? StageTarget.Planar(x, y) : plan.Target;
    }

    /// <summary>At the first tile of an area, after an interruption, and after the recipe's time.</summary>
    private bool DriftIsDue(FramePlan plan)
    {
        if (!_recipe.Drift.Measure) return false;
        if (_driftAsked || !_log.History.IsDriftKnownAt(plan.FrameId) || _log.History.DriftMeasuredAt is not { } last) return true;
        return (_context.Time.GetUtcNow() - last).TotalMinutes >= _recipe.Drift.EveryMinutes;
    }

    private async Task MeasureDriftAsync(FramePlan plan, StagePosition position, CancellationToken cancellationToken)
    {
        _context.Observer.OnActivity($"measuring drift at {plan.FrameId}");
        DriftReport report = await _driftGate.PassAsync(
            plan.FrameId, position, _recipe.Exposure.FieldWidthUm, _recipe.Exposure, cancellationToken,
            measured => _log.AppendAsync(RunEventKind.DriftMeasured, measured.ToJson(plan.FrameId), cancellationToken)).ConfigureAwait(false);
        _driftAsked = false;
        if (report.Outcome == DriftOutcome.GaveUp) await _log.DecideAsync("redo", $"Drift at {plan.FrameId} did not settle", report.Reason + ".", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Images the last accepted tile again, and moves all further targets by what the sample was displaced.</summary>
    /// <exception cref="RunHeldException">It was not found: where the next tiles would lie nobody knows.</exception>
    private async Task FindAgainAsync(string why, CancellationToken cancellationToken)
    {
        if (await LastWholeAsync(cancellationToken).ConfigureAwait(false) is not { } reference)
        {
            _isLost = false;
            return;
        }

        // The stage is sent to where it was sent then, not to where it read to be: it comes to rest as it did.
        if (_plan.FirstOrDefault(tile => tile.FrameId == reference.Metadata.FrameId) is { } tile)
        {
            (double offsetX, double offsetY) = _log.History.Offset;
            StagePosition sent = reference.Metadata.Position!.Value with { XMm = tile.Target.XMm!.Value + offsetX, YMm = tile.Target.YMm!.Value + offsetY };
            reference = reference with { Metadata = reference.Metadata with { Position = sent } };
        }

        _context.Observer.OnActivity($"finding {reference.Metadata.FrameId} again");
        IElectronColumn column = _context.Microscope.Column;
        if (reference.Metadata.WorkingDistanceMm is { } sharpMm) await column.SetWorkingDistanceMmAsync(sharpMm, cancellationToken).ConfigureAwait(false);
        Relocalisation found = await _relocaliser.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        if (_log.History.WorkingDistanceMm is { } workingDistanceMm) await column.SetWorkingDistanceMmAsync(workingDistanceMm, cancellationToken).ConfigureAwait(false);
        JsonObject line = found.ToJson(reference.Metadata.FrameId);
        line["why"] = why;
        if (found.Found) await CorrectAsync(found, reference, line, cancellationToken).ConfigureAwait(false);
        if (_context.Evidence is { } evidence && !found.Found && found.Images.Count > 0)
            line["evidence"] = new JsonArray(await evidence.SaveAsync(FormattableString.Invariant($"lost-{_log.History.Incidents + 1:000}-{found.Images.Count:00}"), found.Images[0], cancellationToken).ConfigureAwait(false));
        await _log.AppendAsync(RunEventKind.Relocalised, line, cancellationToken).ConfigureAwait(false);
        if (!found.Found) throw new RunHeldException("Re-localisation", $"{found.Reason}. Look at the sample and resume: the run goes on when the tile is found.");
        _isLost = false;
        _driftAsked = true;
    }

    private async Task CorrectAsync(Relocalisation found, Frame reference, JsonObject line, CancellationToken cancellationToken)
    {
        (double offsetX, double offsetY) = _log.History.Offset;
        (double XUm, double YUm)? set = _context.Microscope.BeamShift is { } electrical && _recipe.Drift.Correct == DriftCorrection.BeamShift
            ? _log.History.BeamShiftUm ?? await electrical.ReadAsync(cancellationToken).ConfigureAwait(false) ?? (0, 0)
            : null;
        StagePosition place = reference.Metadata.Position!.Value;
        DisplacementCorrection correction = Displacement.Correct(
            found.ShiftXUm, found.ShiftYUm, _recipe.Exposure.FieldWidthUm, _recipe.Drift, StageTarget.Planar(place.XMm, place.YMm), set);
        if (correction.BeamShiftUm is { } shift)
        {
            await _context.Microscope.BeamShift!.SetAsync(shift.XUm, shift.YUm, cancellationToken).ConfigureAwait(false);
            (line["beam_shift_x_um"], line["beam_shift_y_um"]) = (shift.XUm, shift.YUm);
        }
        else if (correction.Stage is not null)
        {
            (offsetX, offsetY) = (offsetX + found.ShiftXUm / 1000, offsetY + found.ShiftYUm / 1000);
        }

        (line["offset_x_um"], line["offset_y_um"]) = (offsetX * 1000, offsetY * 1000);
        line["reason"] = $"{found.Reason}; {correction.Reason}";
    }

    /// <summary>The last accepted frame whose file is whole, or null.</summary>
    private async Task<Frame?> LastWholeAsync(CancellationToken cancellationToken)
    {
        foreach (TileVisit visit in _log.History.Decisions.Reverse())
        {
            if (_log.History.OutcomeOf(visit)?.Kind != VisitOutcomeKind.Accepted || _log.History.Saved(visit.FrameId) is not { Metadata.Position: not null } record) continue;
            if (await _context.Frames.VerifyAsync(record, cancellationToken).ConfigureAwait(false)) return await _context.Frames.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Suspends the run until what it depends on is good again and has settled; tiles taken since it was last seen good are taken again.</summary>
    /// <exception cref="RunHeldException">It did not become good within the recipe's time, or only a person can help.</exception>
    private async Task SuspendAsync(Trouble trouble, CancellationToken cancellationToken)
    {
        ConditionWatch conditions = _context.Conditions!;
        _context.Observer.OnActivity(trouble.Title);
        _isPrepared = false;
        await conditions.LookAsync(cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync(RunEventKind.Suspended, (trouble.Trip ?? conditions.Tripped)?.ToJson() ?? new JsonObject
        {
            ["condition"] = trouble.Cause, ["value"] = trouble.Reason, ["limit"] = null, ["since"] = RunLog.Json(_context.Time.GetUtcNow()), ["resumes_when"] = "the instrument says that it is good again",
        }, cancellationToken).ConfigureAwait(false);
        RecoveryReport report = await conditions.WaitUntilGoodAsync(
            TimeSpan.FromMinutes(_recipe.Errors.WaitMinutes), token => _context.Microscope.Column.SetBeamAsync(true, _recipe.Exposure.BeamEnergyKv, token), cancellationToken).ConfigureAwait(false);
        await WhenAllSettled(cancellationToken).ConfigureAwait(false);
        TileVisit[] suspect = report.SuspectSince is { } since ? [.. _log.History.SavedSince(since)] : [];
        await _log.AppendAsync(RunEventKind.SuspensionEnded, report.ToJson(suspect.Select(visit => visit.FrameId)), cancellationToken).ConfigureAwait(false);
        foreach (TileVisit visit in suspect)
        {
            await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
            {
                ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["final"] = false, ["deferred"] = true, ["suspect"] = true,
                ["reason"] = $"It was taken after the condition was last seen good: {string.Join(", ", report.Trips.Select(trip => trip.Value))}.",
            }, cancellationToken).ConfigureAwait(false);
        }

        _driftAsked = true;
        if (!report.Recovered) throw new RunHeldException(trouble.Title, report.Detail);
    }
}
