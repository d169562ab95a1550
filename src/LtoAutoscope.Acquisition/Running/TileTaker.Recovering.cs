using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Inspection;
using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments;

namespace LtoAutoscope.Acquisition.Running;

/// <content>The rungs of the recovery ladder.</content>
internal sealed partial class TileTaker
{
    /// <summary>A tile of an area in which the last ones were given up takes its area with it.</summary>
    private Rung Escalated(FramePlan plan, Rung rung)
    {
        if (rung != Rung.SkipTile || _ladder.Left(Rung.SkipArea) <= 0) return rung;
        string prefix = FormattableString.Invariant($"a{plan.AreaIndex:00}-");
        TileVisit[] here = [.. _log.History.Decisions.Where(visit => visit.FrameId.StartsWith(prefix, StringComparison.Ordinal) && visit.FrameId != plan.FrameId).TakeLast(RecoveryLadder.TilesInARow - 1)];
        return here.Length == RecoveryLadder.TilesInARow - 1 && here.All(visit => _log.History.OutcomeOf(visit) is { Kind: VisitOutcomeKind.Rejected, Cause: not QuarantineReason.Empty }) ? Rung.SkipArea : rung;
    }

    private bool IsPossible(Rung rung) => rung switch
    {
        Rung.Reconnect => _context.Microscope is IReconnectable,
        Rung.Wait => _context.Conditions is not null,
        Rung.Relocalise => _log.History.LastAccepted is not null,
        Rung.Brighten => _context.Microscope.Detectors is not null,
        _ => true,
    };

    /// <summary>Whether there is no picture at all, which bare support never is: it has at least its noise.</summary>
    private static bool IsBlank(FrameMeasures measures) => measures.Noise <= 0 && measures.Contrast <= 0;

    private static string Sentence(Rung rung, FramePlan plan) => rung switch
    {
        Rung.Retry => $"Tile {plan.FrameId} is taken again.",
        Rung.Refocus => "Focus is searched anew and the tile taken again.",
        Rung.Stigmate => "Astigmatism is corrected and the tile taken again.",
        Rung.Brighten => "Brightness and contrast are set and the tile taken again.",
        Rung.Relocalise => "The last accepted tile is imaged again and found, then the tile taken again.",
        Rung.Reconnect => "The connection to the instrument is made anew and the tile taken again.",
        Rung.Wait => "The run is suspended until the condition is good again and has settled.",
        Rung.Redo => $"Tile {plan.FrameId} is quarantined and taken again later in the night.",
        Rung.SkipTile => $"Tile {plan.FrameId} is given up.",
        Rung.SkipArea => $"Area {plan.AreaIndex} is given up.",
        Rung.SkipSample => "The sample is given up with what was counted.",
        _ => "The instrument is parked.",
    };

    /// <summary>Does what a rung stands for, before the tile is tried again.</summary>
    private async Task ClimbAsync(Rung rung, FramePlan plan, Trouble trouble, List<Rung> tried, CancellationToken cancellationToken)
    {
        switch (rung)
        {
            case Rung.Wait:
                await SuspendAsync(trouble, cancellationToken).ConfigureAwait(false);
                return;
            case Rung.Relocalise:
                await FindAgainAsync(trouble.Title, cancellationToken).ConfigureAwait(false);
                return;
        }

        if (trouble.Fault is not null)
        {
            _isPrepared = false;
            await Task.Delay(TimeSpan.FromSeconds(tried.Count), _instrumentTime, cancellationToken).ConfigureAwait(false);
        }

        if (rung == Rung.Reconnect && _context.Microscope is IReconnectable link) await ReconnectAsync(link, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A connection that cannot be made now is the next attempt's fault, and meets the ladder there.</summary>
    private static async Task ReconnectAsync(IReconnectable link, CancellationToken cancellationToken)
    {
        try
        {
            await link.ReconnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
        }
    }

    /// <summary>An incident in which an earlier process died is closed: whatever it tried has ended.</summary>
    private async Task CloseInterruptedAsync(CancellationToken cancellationToken)
    {
        if (_log.History.OpenIncident is not { } id) return;
        await _log.AppendAsync(RunEventKind.IncidentEnded, new JsonObject
        {
            ["incident_id"] = id, ["outcome"] = "interrupted", ["done"] = "The program ended while it lasted; the run goes on with the same tile.", ["to_do"] = "", ["lost_s"] = null, ["evidence"] = new JsonArray(),
        }, cancellationToken).ConfigureAwait(false);
    }

    private Task RejectAsync(TileVisit visit, QuarantineReason cause, string reason, FrameMeasures? measures, CancellationToken cancellationToken)
        => _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
        {
            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = RunLog.Json(cause), ["reason"] = reason, ["final"] = true, [InspectionReference.Key] = RunLog.Json(measures),
        }, cancellationToken);

    /// <summary>A picture that does not count is kept where there is one; it is shown, and never counted.</summary>
    private async Task GiveUpAsync(TileVisit visit, Frame? frame, FrameMeasures? measures, Trouble trouble, CancellationToken cancellationToken)
    {
        bool isKept = frame is not null && trouble.Verdict is not null;
        if (isKept && measures is not null) _measures[visit] = measures;
        if (isKept) await SaveAsync(visit, frame!, cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync(RunEventKind.FrameRejected, new JsonObject
        {
            ["frame_id"] = visit.FrameId, ["visit"] = visit.Visit, ["cause"] = trouble.Verdict is { } cause ? RunLog.Json(cause) : null, ["fault"] = trouble.Fault is { } fault ? RunLog.Json(fault.Fault) : null, ["reason"] = trouble.Reason, ["final"] = true, ["quarantined"] = isKept, ["whole_count"] = 0, ["particle_count"] = 0,
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing is exposed beyond the recipe's dose, and nothing that other runs exposed without saying so.</summary>
    private async Task<bool> DoseIsSpentAsync(FramePlan plan, TileVisit visit, CancellationToken cancellationToken)
    {
        double widthUm = _recipe.Exposure.FieldWidthUm, heightUm = widthUm * _recipe.Exposure.HeightPx / _recipe.Exposure.WidthPx;
        (double before, int exposures, int others) = _doses.Before(plan.Target.XMm!.Value, plan.Target.YMm!.Value, widthUm, heightUm);
        double next = DoseBook.DosePerNm2(_currentPa, _recipe.Exposure.DwellUs, widthUm * 1000 / _recipe.Exposure.WidthPx) ?? 0;
        if (_recipe.MaximumDosePerNm2 is { } most && before + next > most)
        {
            await RejectAsync(visit, QuarantineReason.Contamination, FormattableString.Invariant($"The place has got {before:0.##} electrons per nm² and would get {before + next:0.##}; the recipe allows {most:0.##}."), null, cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (others > 0 && visit.Visit == 1 && _log.History.Attempts(visit.FrameId) == 0)
            await _log.DecideAsync("info", $"{visit.FrameId} was exposed before", FormattableString.Invariant($"{exposures} earlier exposures overlap it, {others} of them by other runs, {before:0.##} electrons per nm² in all."), cancellationToken).ConfigureAwait(false);
        return false;
    }
}
