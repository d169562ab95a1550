using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>Turns the lines of a run's journal into what people may want to be told: each incident once, when it is known how it ended; a critical one and a suspension at once.</summary>
/// <param name="record">The run.</param>
/// <param name="tell">Hears the events; it returns at once.</param>
public sealed class RunTeller(RunRecord record, Action<LabEvent> tell)
{
    private JsonObject? _begun;
    private bool _goalReached = true;
    private string _goal = "";

    /// <summary>Takes in a line that was written before, without telling it.</summary>
    public void Recall(RunEvent line) => Follow(line);

    /// <summary>Takes in a line that has just been written.</summary>
    public void Apply(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        JsonObject? begun = _begun;
        Follow(line);
        if (EventOf(line, begun) is { } told) tell(told);
    }

    private void Follow(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        switch (line.Kind)
        {
            case RunEventKind.IncidentBegun:
                _begun = line.Data;
                break;
            case RunEventKind.IncidentEnded:
                _begun = null;
                break;
            case RunEventKind.AcquisitionDone:
                (_goalReached, _goal) = (line.Data["goal_reached"]?.GetValue<bool>() ?? true, Text(line, "reason"));
                break;
            case RunEventKind.MorphologyDone:
                _goalReached &= line.Data["goal_reached"]?.GetValue<bool>() ?? true;
                break;
        }
    }

    private LabEvent? EventOf(RunEvent line, JsonObject? begun) => line.Kind switch
    {
        RunEventKind.IncidentBegun when Text(line, "severity") == "critical" => Event(line, LabEventKind.Fault, Severity.Critical, Text(line, "title"), Text(line, "reason")) with
        {
            IncidentId = Text(line, "incident_id"), Evidence = Evidence(line),
        },
        RunEventKind.IncidentEnded => Ended(line, begun),
        RunEventKind.Suspended => Event(line, LabEventKind.Pause, Severity.Warning, $"{record.Sample.Name} waits for {Text(line, "condition").Replace('_', ' ')}",
            $"{Text(line, "value")} (limit {Text(line, "limit")})") with { Done = "The run is suspended.", ToDo = $"Nothing as long as it recovers by itself; it goes on when {Text(line, "resumes_when")}." },
        RunEventKind.SuspensionEnded when line.Data["recovered"]?.GetValue<bool>() != false => Event(line, LabEventKind.Resumed, Severity.Info, $"{record.Sample.Name} goes on", Text(line, "reason")),
        RunEventKind.Fault when line.Data["frame_id"] is null => Fault(line),
        RunEventKind.RunStopped => Event(line, LabEventKind.Pause, Text(line, "by") is "the instrument" or "the disk" ? Severity.Critical : Severity.Info, $"{record.Sample.Name} is held by {Text(line, "by")}", Text(line, "reason")) with
        {
            Done = "The instrument is parked; what was taken is kept.", ToDo = "Look at the reason, then resume the queue.",
        },
        RunEventKind.RunFailed => Event(line, LabEventKind.Skipped, Severity.Critical, $"{record.Sample.Name} failed", Text(line, "reason")) with
        {
            Done = "The instrument is parked and the queue goes on with the next sample.", ToDo = "Mend the reason and queue the sample again.",
        },
        RunEventKind.RunCompleted when _goalReached => Event(line, LabEventKind.Done, Severity.Info, $"{record.Sample.Name} reached its goal", _goal.Length > 0 ? _goal + "." : Text(line, "reason")),
        RunEventKind.RunCompleted => Event(line, LabEventKind.BelowGoal, Severity.Warning, $"{record.Sample.Name} ended below its goal", _goal.Length > 0 ? _goal + "." : Text(line, "reason")) with
        {
            ToDo = "Look at the frames; raise maximum_frames or choose another place, and queue it again.",
        },
        _ => null,
    };

    private LabEvent Ended(RunEvent line, JsonObject? begun)
    {
        string outcome = Text(line, "outcome");
        string title = begun?["title"]?.GetValue<string>() ?? "An incident ended";
        return Event(line, outcome is "sample_skipped" ? LabEventKind.Skipped : LabEventKind.Fault, outcome is "parked" or "sample_skipped" ? Severity.Critical : Severity.Warning,
            $"{title} ({record.Sample.Name}): {outcome.Replace('_', ' ')}", begun?["reason"]?.GetValue<string>() ?? Text(line, "done")) with
        {
            IncidentId = Text(line, "incident_id"), Done = Text(line, "done"), ToDo = Text(line, "to_do"), Evidence = Evidence(line),
        };
    }

    private LabEvent Fault(RunEvent line)
    {
        string word = Text(line, "fault");
        string title = Enum.TryParse(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out Fault fault) ? FaultCatalogue.Describe(fault).Sentence : word;
        return Event(line, LabEventKind.Fault, Severity.Critical, title, Text(line, "detail")) with { ToDo = Text(line, "action") };
    }

    private LabEvent Event(RunEvent line, LabEventKind kind, Severity severity, string title, string reason) => new()
    {
        EventId = FormattableString.Invariant($"{record.RunId}:{line.Sequence}"), At = line.Time, Kind = kind, Severity = severity, Title = title, Reason = reason, Sample = record.Sample.Name, RunId = record.RunId,
    };

    private List<string> Evidence(RunEvent line)
        => [.. (line.Data["evidence"] as JsonArray ?? []).OfType<JsonValue>().Select(path => $"runs/{record.RunId}/{path.GetValue<string>()}")];

    private static string Text(RunEvent line, string key) => line.Data[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
