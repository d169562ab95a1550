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
    private readonly Dictionary<string, FrameRecord> _saved = [];
    private readonly Dictionary<string, int> _accepted = [];
    private readonly HashSet<string> _rejected = [];
    private readonly Dictionary<string, int> _attempts = [];

    /// <summary>Replays a journal.</summary>
    public RunHistory(IEnumerable<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (RunEvent runEvent in events) Apply(runEvent);
    }

    /// <summary>Exposures booked, by frame.</summary>
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

    /// <summary>The line that ended acquisition, or null.</summary>
    public JsonObject? AcquisitionDone { get; private set; }

    /// <summary>Working distance of the last focus search, mm, or null.</summary>
    public double? LastWorkingDistanceMm { get; private set; }

    /// <summary>Focus score of the last frame that counts, or null.</summary>
    public double? LastGoodScore { get; private set; }

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        lock (_gate) Book(runEvent);
    }

    private void Book(RunEvent runEvent)
    {
        string? frame = runEvent.Data["frame_id"]?.GetValue<string>();
        switch (runEvent.Kind)
        {
            case RunEventKind.ExposureIntended:
                _attempts[frame!] = _attempts.GetValueOrDefault(frame!) + 1;
                break;
            case RunEventKind.FrameSaved:
                _saved[frame!] = runEvent.Data["record"].Deserialize<FrameRecord>(DomainJson.Line)!;
                _rejected.Remove(frame!);
                break;
            case RunEventKind.FrameAccepted:
                _accepted[frame!] = runEvent.Data["whole_count"]!.GetValue<int>();
                LastGoodScore = _saved.GetValueOrDefault(frame!)?.Metadata.FocusScore ?? LastGoodScore;
                break;
            case RunEventKind.FrameRejected:
                if (runEvent.Data["final"]?.GetValue<bool>() == true) _rejected.Add(frame!);
                else _saved.Remove(frame!);
                break;
            case RunEventKind.FocusDone:
                LastWorkingDistanceMm = runEvent.Data["working_distance_mm"]!.GetValue<double>();
                break;
            case RunEventKind.AcquisitionDone:
                AcquisitionDone = runEvent.Data;
                break;
        }
    }

    /// <summary>The saved file of a frame that awaits its analysis or counts, or null.</summary>
    public FrameRecord? Saved(string frameId)
    {
        lock (_gate) return _saved.GetValueOrDefault(frameId);
    }

    /// <summary>Whether nothing more is to be done with a frame: it counts or was given up.</summary>
    public bool IsSettled(string frameId)
    {
        lock (_gate) return _accepted.ContainsKey(frameId) || _rejected.Contains(frameId);
    }

    /// <summary>The whole particles of a frame that counts; 0 for any other.</summary>
    public int WholeParticlesOf(string frameId)
    {
        lock (_gate) return _accepted.GetValueOrDefault(frameId);
    }

    /// <summary>How often a frame was exposed.</summary>
    public int Attempts(string frameId)
    {
        lock (_gate) return _attempts.GetValueOrDefault(frameId);
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
