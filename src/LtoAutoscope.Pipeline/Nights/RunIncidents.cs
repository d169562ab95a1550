using System.Globalization;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>
/// What went wrong in a run, from its journal: incidents with their rungs, suspensions, faults that belong to no incident, a process that died, and a run that failed or was held by a fault.
/// </summary>
internal sealed class RunIncidents(string runId, string sample)
{
    private static readonly TimeSpan SameTrouble = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> NoPerson = new(StringComparer.Ordinal) { "the instrument", "the disk" };

    private readonly Dictionary<string, NightIncident> _known = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private string? _fault, _suspended;
    private int _faults, _suspensions;

    /// <summary>Incidents, oldest first.</summary>
    public IEnumerable<NightIncident> All => _order.Select(id => _known[id]);

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent line)
    {
        string id = JournalText.Text(line.Data, "incident_id");
        switch (line.Kind)
        {
            case RunEventKind.IncidentBegun when id.Length > 0:
                // The fault that opened it was told a moment before.
                if (_fault is { } told && line.Time - _known[told].At < SameTrouble) Drop(told);
                _open.Add(id);
                Put(new NightIncident
                {
                    IncidentId = $"{runId}/{id}", At = line.Time, RunId = runId, Sample = sample, Cause = Or(JournalText.Text(line.Data, "cause"), "other"), Title = Or(JournalText.Text(line.Data, "title"), "Incident"),
                    Reason = JournalText.Text(line.Data, "reason"), Severity = JournalText.Word(line.Data, "severity", Severity.Warning), Evidence = Evidence(line),
                });
                break;
            case RunEventKind.RecoveryStep when Find(id) is { } climbing:
                Put(climbing with { Steps = [.. climbing.Steps, new RecoveryStep(line.Time, JournalText.Text(line.Data, "rung"), JournalText.Text(line.Data, "action"), double.IsFinite(JournalText.Number(line.Data, "budget_left")) ? (int)JournalText.Number(line.Data, "budget_left") : int.MaxValue)] });
                break;
            case RunEventKind.IncidentEnded when Find(id) is { } over:
                _open.Remove(id);
                double lost = JournalText.Number(line.Data, "lost_s");
                Put(over with
                {
                    EndedAt = line.Time, Outcome = JournalText.Text(line.Data, "outcome"), Done = JournalText.Text(line.Data, "done"), ToDo = JournalText.Text(line.Data, "to_do"),
                    LostS = double.IsFinite(lost) ? lost : (line.Time - over.At).TotalSeconds, Evidence = Evidence(line) is { Count: > 0 } pictures ? pictures : over.Evidence,
                });
                break;
            case RunEventKind.Fault when _open.Count == 0:
                Fault(line);
                break;
            // A suspension that is a rung of an incident is told by that.
            case RunEventKind.Suspended when _suspended is null && _open.Count == 0:
                _suspended = $"{runId}/suspended-{++_suspensions}";
                string condition = Or(JournalText.Text(line.Data, "condition"), "a condition");
                Put(new NightIncident
                {
                    IncidentId = _suspended, At = line.Time, RunId = runId, Sample = sample, Cause = condition, Title = $"Waited for {condition.Replace('_', ' ')}",
                    Reason = $"{(Value(line, "value") is { Length: > 0 } value ? $"It read {value}{(Value(line, "limit") is { Length: > 0 } limit ? $" against a limit of {limit}" : "")}. " : "")}{JournalText.Sentence(JournalText.Text(line.Data, "resumes_when"))}".Trim(),
                });
                break;
            case RunEventKind.SuspensionEnded when _suspended is { } held:
                int suspects = JournalText.Texts(line.Data, "suspect").Count;
                bool isGood = JournalText.Flag(line.Data, "recovered") != false;
                Put(_known[held] with
                {
                    EndedAt = line.Time, Outcome = isGood ? "mended" : "parked", LostS = (line.Time - _known[held].At).TotalSeconds, Severity = isGood ? _known[held].Severity : Severity.Critical,
                    Done = $"{(isGood ? "The run was suspended until it was good again and had settled" : "The run was suspended as long as the recipe allows, and it did not recover")}{(suspects > 0 ? FormattableString.Invariant($"; {suspects} suspect tiles are taken again") : "")}.",
                    ToDo = isGood ? "" : "Bring it back in order, then resume the queue.",
                });
                _suspended = null;
                break;
            case RunEventKind.MoveIntended or RunEventKind.FocusIntended or RunEventKind.ExposureIntended or RunEventKind.RunResumed when _fault is { } passed:
                Put(_known[passed] with { EndedAt = line.Time, Outcome = "mended", LostS = (line.Time - _known[passed].At).TotalSeconds });
                _fault = null;
                break;
            case RunEventKind.RunFailed:
                End(line, "run_failed", "The run failed", "sample_skipped", "Look at the reason; queue the sample again when it is mended.");
                break;
            case RunEventKind.RunStopped when NoPerson.Contains(JournalText.Text(line.Data, "by")):
                End(line, "held", $"The queue was held by {JournalText.Text(line.Data, "by")}", "parked", "Look at instrument and disk, then resume the queue.");
                break;
        }
    }

    /// <summary>Notes that the process died between two moments.</summary>
    public void Died(DateTimeOffset from, DateTimeOffset to) => Put(new NightIncident
    {
        IncidentId = string.Create(CultureInfo.InvariantCulture, $"{runId}/died-{to.UtcDateTime:HHmmss}"), At = from, EndedAt = to, RunId = runId, Sample = sample, Cause = "process_died", Title = "The program ended in the middle of the run",
        Reason = "No line tells why: it was killed, or the power went.", Outcome = "mended", Done = "The run went on behind its last finished step.", LostS = (to - from).TotalSeconds,
    });

    private void Fault(RunEvent line)
    {
        Fault fault = JournalText.Word(line.Data, "fault", (Fault)(-1));
        bool isKnown = Enum.IsDefined(fault);
        string title = isKnown ? FaultCatalogue.Describe(fault).Sentence.TrimEnd('.') : "Fault", cause = Or(JournalText.Text(line.Data, "fault"), "fault");
        if (_fault is { } open && _known[open].Cause == cause) return;
        _fault = $"{runId}/fault-{++_faults}";
        Put(new NightIncident
        {
            IncidentId = _fault, At = line.Time, RunId = runId, Sample = sample, Cause = cause, Title = title, Reason = JournalText.Sentence(JournalText.Text(line.Data, "detail")),
            Done = JournalText.Sentence(JournalText.Text(line.Data, "action")), ToDo = fault is Domain.Instruments.Fault.BlankNotConfirmed or Domain.Instruments.Fault.HaltNotConfirmed ? FaultCatalogue.Describe(fault).Remedy : "",
            Severity = fault is Domain.Instruments.Fault.BlankNotConfirmed or Domain.Instruments.Fault.HaltNotConfirmed ? Severity.Critical : Severity.Warning,
        });
    }

    private void End(RunEvent line, string cause, string title, string outcome, string toDo)
    {
        string reason = JournalText.Sentence(JournalText.Text(line.Data, "reason"));
        _fault = null;
        // An incident that ended the run a moment before says it already, with its rungs and pictures.
        if (_known.Values.Any(incident => incident.Outcome is "parked" or "sample_skipped" && incident.EndedAt is { } ended && line.Time - ended < SameTrouble)) return;
        Put(new NightIncident
        {
            IncidentId = string.Create(CultureInfo.InvariantCulture, $"{runId}/{cause}-{line.Sequence}"), At = line.Time, EndedAt = line.Time, RunId = runId, Sample = sample, Cause = cause, Title = title, Reason = reason,
            Severity = Severity.Critical, Outcome = outcome, Done = "The instrument was parked.", ToDo = toDo,
        });
    }

    private NightIncident? Find(string id) => _known.GetValueOrDefault($"{runId}/{id}");

    private void Put(NightIncident incident)
    {
        if (!_known.ContainsKey(incident.IncidentId)) _order.Add(incident.IncidentId);
        _known[incident.IncidentId] = incident;
    }

    private void Drop(string id)
    {
        _known.Remove(id);
        _order.Remove(id);
        _fault = null;
    }

    private IReadOnlyList<string> Evidence(RunEvent line) => [.. JournalText.Texts(line.Data, "evidence").Select(path => $"runs/{runId}/{path}")];

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static string Value(RunEvent line, string key)
        => JournalText.Text(line.Data, key) is { Length: > 0 } text ? text : JournalText.Number(line.Data, key) is var number && double.IsFinite(number) ? number.ToString("0.####", CultureInfo.InvariantCulture) : "";
}
