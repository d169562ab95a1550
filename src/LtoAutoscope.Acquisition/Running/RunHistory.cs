using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>What the journal says has been done: the only memory of a run that survives the process.</summary>
/// <remarks>Thread-safe: the analysis of one frame books its line while the next one is being taken.</remarks>
public sealed class RunHistory
{
    private readonly Lock _gate = new();
    private readonly List<TileVisit> _decisions = [];
    private readonly Dictionary<string, int> _visits = [];
    private readonly Dictionary<TileVisit, VisitOutcome> _outcomes = [];
    private readonly Dictionary<string, FrameRecord> _saved = [];
    private readonly Dictionary<string, int> _accepted = [];
    private readonly Dictionary<string, int> _attempts = [];
    private readonly Dictionary<string, int> _rungs = [];
    private readonly HashSet<int> _areasGivenUp = [];
    private int _incidents, _reconnectsInARow;

    /// <summary>Replays a journal.</summary>
    public RunHistory(IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (RunEvent runEvent in events) Apply(runEvent);
    }

    /// <summary>Every tile that was decided on, in order; the last ones may still be without an outcome.</summary>
    public IReadOnlyList<TileVisit> Decisions
    {
        get
        {
            lock (_gate) return [.. _decisions];
        }
    }

    /// <summary>Exposures of tiles booked, attempts that were not kept included.</summary>
    public int Exposures
    {
        get
        {
            lock (_gate) return _attempts.Values.Sum();
        }
    }

    /// <summary>Frames that count, with the whole particles of each, as they are now.</summary>
    public IReadOnlyDictionary<string, int> Accepted
    {
        get
        {
            lock (_gate) return new Dictionary<string, int>(_accepted);
        }
    }

    /// <summary>Whole particles of all frames that count.</summary>
    public int WholeParticles
    {
        get
        {
            lock (_gate) return _accepted.Values.Sum();
        }
    }

    /// <summary>Areas that the recovery ladder gave up.</summary>
    public IReadOnlySet<int> AreasGivenUp
    {
        get
        {
            lock (_gate) return new HashSet<int>(_areasGivenUp);
        }
    }

    /// <summary>Incidents so far.</summary>
    public int Incidents
    {
        get
        {
            lock (_gate) return _incidents;
        }
    }

    /// <summary>New connections since the last tile that counts.</summary>
    public int ReconnectsInARow
    {
        get
        {
            lock (_gate) return _reconnectsInARow;
        }
    }

    /// <summary>The line that planned the areas, or null.</summary>
    public JsonObject? AreasPlanned { get; private set; }

    /// <summary>The line that ended acquisition, or null.</summary>
    public JsonObject? AcquisitionDone { get; private set; }

    /// <summary>When the first tile was decided on, or null.</summary>
    public DateTimeOffset? BeganAt { get; private set; }

    /// <summary>Tiles that the last check of the goal looked at.</summary>
    public int TilesInLastGoal { get; private set; }

    /// <summary>Working distance that the last focus search left, mm, or null.</summary>
    public double? WorkingDistanceMm { get; private set; }

    /// <summary>The stigmator that the last correction left, percent, or null.</summary>
    public (double XPercent, double YPercent)? Stigmator { get; private set; }

    /// <summary>The incident that began and did not end, or null.</summary>
    public string? OpenIncident { get; private set; }

    /// <summary>Time that the run was suspended, waiting for a condition.</summary>
    public TimeSpan Suspended { get; private set; }

    /// <summary>The displacement of the sample that was found last, mm; added to every target.</summary>
    public (double XMm, double YMm) Offset { get; private set; }

    /// <summary>When the scale was last checked, or null.</summary>
    public DateTimeOffset? CalibratedAt { get; private set; }

    /// <summary>The electrical image shift that corrects a displacement, µm, or null.</summary>
    public (double XUm, double YUm)? BeamShiftUm { get; private set; }

    /// <summary>Drift as last measured, nm/s; null where it could not be told.</summary>
    public double? DriftNmPerS { get; private set; }

    /// <summary>When drift was last measured, or null.</summary>
    public DateTimeOffset? DriftMeasuredAt { get; private set; }

    /// <summary>The frame that was accepted last, or null.</summary>
    public FrameRecord? LastAccepted { get; private set; }

    /// <summary>How often a rung of the recovery ladder was tried.</summary>
    public int RungsTried(string rung)
    {
        lock (_gate) return _rungs.GetValueOrDefault(rung);
    }

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        lock (_gate) Book(runEvent);
    }

    private void Book(RunEvent line)
    {
        JsonObject data = line.Data;
        string? frame = data["frame_id"]?.GetValue<string>();
        switch (line.Kind)
        {
            case RunEventKind.AreasPlanned:
                AreasPlanned = data;
                break;
            case RunEventKind.MoveIntended:
                Decide(new TileVisit(frame!, Whole(data, "visit", 1)), line.Time);
                break;
            case RunEventKind.ExposureIntended:
                _attempts[frame!] = _attempts.GetValueOrDefault(frame!) + 1;
                break;
            case RunEventKind.FrameSaved:
                _saved[frame!] = data["record"].Deserialize<FrameRecord>(DomainJson.Line)!;
                break;
            case RunEventKind.FrameAccepted:
                Accept(frame!, data);
                break;
            case RunEventKind.FrameRejected:
                Reject(frame!, data);
                break;
            case RunEventKind.Relocalised when data["found"]?.GetValue<bool>() == true:
                Offset = (Number(data, "offset_x_um") / 1000, Number(data, "offset_y_um") / 1000);
                if (data["beam_shift_x_um"] is not null) BeamShiftUm = (Number(data, "beam_shift_x_um"), Number(data, "beam_shift_y_um"));
                break;
            case RunEventKind.Calibrated:
                CalibratedAt = line.Time;
                break;
            case RunEventKind.DriftMeasured:
                (DriftNmPerS, DriftMeasuredAt) = (data["nm_per_s"]?.GetValue<double>(), line.Time);
                break;
            case RunEventKind.GoalChecked:
                TilesInLastGoal = Whole(data, "tiles", 0);
                break;
            case RunEventKind.FocusDone:
                WorkingDistanceMm = data["working_distance_mm"]?.GetValue<double>() ?? WorkingDistanceMm;
                break;
            case RunEventKind.Stigmated when data["declined"]?.GetValue<bool>() != true && data["x_percent"] is not null:
                Stigmator = (Number(data, "x_percent"), Number(data, "y_percent"));
                break;
            case RunEventKind.IncidentBegun:
                _incidents++;
                OpenIncident = data["incident_id"]?.GetValue<string>();
                break;
            case RunEventKind.IncidentEnded:
                OpenIncident = null;
                break;
            case RunEventKind.RecoveryStep when data["rung"]?.GetValue<string>() is { } rung:
                _rungs[rung] = _rungs.GetValueOrDefault(rung) + 1;
                if (rung == Rung.Reconnect.Word()) _reconnectsInARow++;
                if (rung == Rung.SkipArea.Word() && data["area"] is { } area) _areasGivenUp.Add(area.GetValue<int>());
                break;
            case RunEventKind.SuspensionEnded:
                Suspended += TimeSpan.FromSeconds(Number(data, "waited_s"));
                break;
            case RunEventKind.AcquisitionDone:
                AcquisitionDone = data;
                break;
        }
    }

    private void Decide(TileVisit visit, DateTimeOffset at)
    {
        BeganAt ??= at;
        if (_visits.GetValueOrDefault(visit.FrameId) >= visit.Visit) return;
        _visits[visit.FrameId] = visit.Visit;
        _decisions.Add(visit);
        // What an earlier visit saved is replaced.
        if (visit.Visit > 1) _saved.Remove(visit.FrameId);
    }

    private void Accept(string frame, JsonObject data)
    {
        int whole = Whole(data, "whole_count", 0);
        _accepted[frame] = whole;
        _outcomes[VisitOf(frame, data)] = new VisitOutcome(VisitOutcomeKind.Accepted, whole);
        _reconnectsInARow = 0;
        LastAccepted = _saved.GetValueOrDefault(frame) ?? LastAccepted;
    }

    private void Reject(string frame, JsonObject data)
    {
        bool final = data["final"]?.GetValue<bool>() == true, deferred = data["deferred"]?.GetValue<bool>() == true;
        QuarantineReason? cause = data["cause"] is { } node ? node.Deserialize<QuarantineReason>(DomainJson.Line) : null;
        _accepted.Remove(frame);
        if (final) _outcomes[VisitOf(frame, data)] = new VisitOutcome(VisitOutcomeKind.Rejected, 0, cause);
        else if (deferred) _outcomes[VisitOf(frame, data)] = new VisitOutcome(VisitOutcomeKind.Deferred, 0, cause);
        if (!final) _saved.Remove(frame);
    }

    private TileVisit VisitOf(string frame, JsonObject data) => new(frame, Whole(data, "visit", Math.Max(_visits.GetValueOrDefault(frame), 1)));

    private static int Whole(JsonObject data, string key, int otherwise) => data[key] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;

    private static double Number(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out double number) ? number : 0;

    /// <summary>How a visit ended, or null while it has not.</summary>
    public VisitOutcome? OutcomeOf(TileVisit visit)
    {
        lock (_gate) return _outcomes.GetValueOrDefault(visit);
    }

    /// <summary>The saved file of a frame that awaits its analysis or counts, or null.</summary>
    public FrameRecord? Saved(string frameId)
    {
        lock (_gate) return _saved.GetValueOrDefault(frameId);
    }

    /// <summary>Tiles that were saved at an instant or later and were not given up, with their present visit.</summary>
    public IReadOnlyList<TileVisit> SavedSince(DateTimeOffset instant)
    {
        lock (_gate)
        {
            return [.. _saved.Where(saved => saved.Value.Metadata.AcquiredAt >= instant).Select(saved => new TileVisit(saved.Key, _visits.GetValueOrDefault(saved.Key)))
                .Where(visit => _outcomes.GetValueOrDefault(visit)?.Kind != VisitOutcomeKind.Rejected)];
        }
    }

    /// <summary>How often a frame was exposed.</summary>
    public int Attempts(string frameId)
    {
        lock (_gate) return _attempts.GetValueOrDefault(frameId);
    }

    /// <summary>How often a tile was decided on.</summary>
    public int Visits(string frameId)
    {
        lock (_gate) return _visits.GetValueOrDefault(frameId);
    }

    /// <summary>The records of the frames that count, in the order of their ids.</summary>
    public IReadOnlyList<FrameRecord> AcceptedRecords()
    {
        lock (_gate) return [.. _accepted.Keys.Select(id => _saved[id]).OrderBy(record => RunningNumber(record.Metadata.FrameId))];
    }

    /// <summary>The running number at the end of a frame id.</summary>
    public static int RunningNumber(string frameId)
    {
        ArgumentNullException.ThrowIfNull(frameId);
        int mark = frameId.LastIndexOf('f');
        return int.TryParse(frameId.AsSpan(mark + 1), out int number) ? number : int.MaxValue;
    }
}
