using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Books one incident: how it began, each rung that was tried, how it ended, with pictures before and after.</summary>
internal sealed class IncidentLog(RunLog log, IEvidenceStore? evidence, TimeProvider time)
{
    private string? _id;
    private long _since;
    private readonly List<string> _evidence = [];
    private string _done = "";

    /// <summary>Whether an incident is open.</summary>
    public bool IsOpen => _id is not null;

    public async Task BeginAsync(Trouble trouble, string frameId, GreyImage? picture, CancellationToken cancellationToken)
    {
        if (_id is not null) return;
        string id = FormattableString.Invariant($"i{log.History.Incidents + 1:000}");
        _evidence.Clear();
        _done = "";
        if (picture is not null && evidence is not null) _evidence.Add(await evidence.SaveAsync($"{id}-before", picture, cancellationToken).ConfigureAwait(false));
        await log.AppendAsync(Domain.Runs.RunEventKind.IncidentBegun, new JsonObject
        {
            ["incident_id"] = id, ["frame_id"] = frameId, ["cause"] = trouble.Cause, ["title"] = trouble.Title, ["reason"] = trouble.Reason, ["severity"] = RunLog.Json(trouble.Severity), ["evidence"] = Pictures(),
        }, cancellationToken).ConfigureAwait(false);
        (_id, _since) = (id, time.GetTimestamp());
    }

    public Task StepAsync(Rung rung, string action, int budgetLeft, int? area, CancellationToken cancellationToken)
    {
        _done = _done.Length == 0 ? action : $"{_done} {action}";
        var data = new JsonObject { ["incident_id"] = _id, ["rung"] = rung.Word(), ["action"] = action, ["budget_left"] = budgetLeft == int.MaxValue ? null : budgetLeft };
        if (area is { } number) data["area"] = number;
        return log.AppendAsync(Domain.Runs.RunEventKind.RecoveryStep, data, cancellationToken);
    }

    /// <summary>Closes the incident, if one is open.</summary>
    /// <param name="outcome">mended, tile_skipped, area_skipped, sample_skipped, redo or parked.</param>
    /// <param name="toDo">What a person should do; empty when nothing.</param>
    /// <param name="picture">How it looks now, or null.</param>
    /// <param name="cancellationToken">Cancels before the line is begun.</param>
    public async Task EndAsync(string outcome, string toDo, GreyImage? picture, CancellationToken cancellationToken)
    {
        if (_id is not { } id) return;
        double lostS = time.GetElapsedTime(_since).TotalSeconds;
        if (picture is not null && evidence is not null) _evidence.Add(await evidence.SaveAsync($"{id}-after", picture, cancellationToken).ConfigureAwait(false));
        await log.AppendAsync(Domain.Runs.RunEventKind.IncidentEnded, new JsonObject
        {
            ["incident_id"] = id, ["outcome"] = outcome, ["done"] = _done, ["to_do"] = toDo, ["lost_s"] = Math.Round(lostS, 1), ["evidence"] = Pictures(),
        }, cancellationToken).ConfigureAwait(false);
        _id = null;
    }

    private JsonArray Pictures() => [.. _evidence.Select(path => JsonValue.Create(path))];
}
