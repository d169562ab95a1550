using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>What the journal says has been done: the only memory of a run that survives the process.</summary>
public sealed class RunHistory
{
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
    public int Exposures => _attempts.Values.Sum();

    /// <summary>Frames that count, with the whole particles of each.</summary>
    public IReadOnlyDictionary<string, int> Accepted => _accepted;

    /// <summary>Whole particles of all frames that count.</summary>
    public int WholeParticles => _accepted.Values.Sum();

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
    public FrameRecord? Saved(string frameId) => _saved.GetValueOrDefault(frameId);

    /// <summary>Whether nothing more is to be done with a frame: it counts or was given up.</summary>
    public bool IsSettled(string frameId) => _accepted.ContainsKey(frameId) || _rejected.Contains(frameId);

    /// <summary>How often a frame was exposed.</summary>
    public int Attempts(string frameId) => _attempts.GetValueOrDefault(frameId);

    /// <summary>The records of the frames that count, in the order of their ids.</summary>
    public IReadOnlyList<FrameRecord> AcceptedRecords()
        => [.. _accepted.Keys.Select(id => _saved[id]).OrderBy(record => RunningNumber(record.Metadata.FrameId))];

    /// <summary>The running number at the end of a frame id.</summary>
    public static int RunningNumber(string frameId)
    {
        ArgumentNullException.ThrowIfNull(frameId);
        int mark = frameId.LastIndexOf('f');
        return int.TryParse(frameId.AsSpan(mark + 1), out int number) ? number : int.MaxValue;
    }
}
