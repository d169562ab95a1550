using LtoAutoscope.Domain.Runs;
using static LtoAutoscope.Pipeline.Nights.TimeSpent;

namespace LtoAutoscope.Pipeline.Nights;

/// <summary>
/// Tells from the lines of one run's journal what its time went into. A step lasts from its intent to its completion; lines of the analysis that come in between do not end it.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RunClock
{
    private readonly List<Stretch> _stretches = [];
    private readonly Dictionary<string, DateTimeOffset> _incidents = new(StringComparer.Ordinal);
    private DateTimeOffset? _suspendedSince;
    private DateTimeOffset _since, _last;
    private TimeUse _use = TimeUse.Waiting;
    private string _exposing = "";
    private bool _isAlive;

    /// <summary>The stretches so far; of what is still open until its last line.</summary>
    public IEnumerable<Stretch> Stretches =>
    [
        .. _stretches,
        .. _isAlive ? [new Stretch(_since, _last, _use)] : Array.Empty<Stretch>(),
        .. _incidents.Values.Select(since => new Stretch(since, _last, TimeUse.Recovering)),
        .. _suspendedSince is { } held ? [new Stretch(held, _last, TimeUse.Suspended)] : Array.Empty<Stretch>(),
    ];

    /// <summary>Time that was lost because the process died; empty when it never did.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Deaths { get; } = [];

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent line)
    {
        DateTimeOffset at = line.Time;
        switch (line.Kind)
        {
            case RunEventKind.RunStarted:
                Begin(at, TimeUse.Computing);
                break;
            case RunEventKind.RunResumed:
                Resume(at);
                break;
            case RunEventKind.MoveIntended:
                Turn(at, TimeUse.Moving);
                break;
            case RunEventKind.FocusIntended or RunEventKind.StigmateIntended or RunEventKind.BrightnessIntended:
                Turn(at, TimeUse.Focus);
                break;
            case RunEventKind.ExposureIntended:
                Turn(at, TimeUse.Imaging);
                _exposing = JournalText.Text(line.Data, "frame_id");
                break;
            case RunEventKind.MoveDone when _use == TimeUse.Moving:
            case RunEventKind.FocusDone when _use == TimeUse.Focus:
            // Frames are saved beside the next exposure: only its own line tells that the scan is over.
            case RunEventKind.FrameSaved or RunEventKind.FrameRejected when _use == TimeUse.Imaging && JournalText.Text(line.Data, "frame_id") == _exposing:
            case RunEventKind.AcquisitionDone:
                Turn(at, TimeUse.Computing);
                break;
            case RunEventKind.Stigmated or RunEventKind.BrightnessSet or RunEventKind.DriftMeasured or RunEventKind.Calibrated when _use is TimeUse.Computing or TimeUse.Focus:
                // These are told when they are done: what came since the last step was theirs.
                _use = TimeUse.Focus;
                Turn(at, TimeUse.Computing);
                break;
            case RunEventKind.IncidentBegun when Id(line) is { } begun:
                _incidents.TryAdd(begun, at);
                break;
            case RunEventKind.IncidentEnded when Id(line) is { } ended && _incidents.Remove(ended, out DateTimeOffset since):
                _stretches.Add(new Stretch(since, at, TimeUse.Recovering));
                break;
            case RunEventKind.Suspended:
                _suspendedSince ??= at;
                break;
            case RunEventKind.SuspensionEnded when _suspendedSince is { } held:
                _stretches.Add(new Stretch(held, at, TimeUse.Suspended));
                _suspendedSince = null;
                break;
            case RunEventKind.RunStopped or RunEventKind.RunFailed or RunEventKind.RunCompleted:
                End(at);
                break;
        }

        _last = at;
    }

    private void Begin(DateTimeOffset at, TimeUse use) => (_isAlive, _since, _use) = (true, at, use);

    private void Turn(DateTimeOffset at, TimeUse use)
    {
        if (_isAlive && at > _since) _stretches.Add(new Stretch(_since, at, _use));
        Begin(at, use);
    }

    private void Resume(DateTimeOffset at)
    {
        if (_isAlive)
        {
            // No line says how the process ended: it was killed, and what lies between is lost.
            Turn(_last, TimeUse.Recovering);
            Deaths.Add((_last, at));
            Turn(at, TimeUse.Computing);
            return;
        }

        Begin(at, TimeUse.Computing);
    }

    private void End(DateTimeOffset at)
    {
        Turn(at, TimeUse.Waiting);
        _isAlive = false;
        foreach (DateTimeOffset since in _incidents.Values) _stretches.Add(new Stretch(since, at, TimeUse.Recovering));
        _incidents.Clear();
        if (_suspendedSince is { } held) _stretches.Add(new Stretch(held, at, TimeUse.Suspended));
        _suspendedSince = null;
    }

    private static string? Id(RunEvent line) => JournalText.Text(line.Data, "incident_id") is { Length: > 0 } id ? id : null;
}
