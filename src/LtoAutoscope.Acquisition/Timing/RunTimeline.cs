using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>
/// Shares out the wall time of a run among its operations by the times of its journal's lines. Each moment between the first and the last line belongs to one operation, so that the
/// parts add up to the whole; lines and keys that are missing or unknown leave their time to the operation before.
/// </summary>
public sealed class RunTimeline
{
    private readonly Dictionary<TimedOperation, List<double>> _spans = [];
    private readonly Dictionary<string, DateTimeOffset> _saved = [];
    private readonly List<double> _movesMm = [];
    private TimedOperation _current = TimedOperation.Startup;
    private DateTimeOffset _since;
    private DateTimeOffset _analysed = DateTimeOffset.MinValue;
    private double _carried;
    private bool _isAcquired;
    private string? _exposed;
    private (double X, double Y)? _place, _target;

    private RunTimeline(DateTimeOffset start) => _since = start;

    /// <summary>From the first to the last line, s.</summary>
    public double WallS { get; private set; }

    /// <summary>How long each operation took, in order, s.</summary>
    public IReadOnlyDictionary<TimedOperation, List<double>> Spans => _spans;

    /// <summary>The distances of <see cref="TimedOperation.Move"/>, mm, in order.</summary>
    public IReadOnlyList<double> MovesMm => _movesMm;

    /// <summary>Reads a journal.</summary>
    /// <param name="events">Its lines; at least one.</param>
    public static RunTimeline Of(IReadOnlyList<RunEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count);
        var timeline = new RunTimeline(events[0].Time);
        DateTimeOffset last = events[0].Time;
        foreach (RunEvent line in events)
        {
            // A clock that was set back between two lines takes no time away.
            DateTimeOffset at = line.Time < last ? last : line.Time;
            timeline.Apply(line, at, last);
            last = at;
        }

        timeline.Close(last);
        timeline.CloseTile();
        timeline.WallS = (last - events[0].Time).TotalSeconds;
        return timeline;
    }

    /// <summary>What an operation took in all, s.</summary>
    public double Seconds(TimedOperation operation) => _spans.TryGetValue(operation, out List<double>? spans) ? spans.Sum() : 0;

    private void Apply(RunEvent line, DateTimeOffset at, DateTimeOffset before)
    {
        switch (line.Kind)
        {
            case RunEventKind.RunStarted:
                Begin(TimedOperation.Startup, at);
                break;
            case RunEventKind.RunResumed:
                Close(before);
                _since = before;
                _current = TimedOperation.Interruption;
                Begin(_isAcquired ? TimedOperation.Measuring : TimedOperation.Startup, at);
                _place = null;
                _saved.Clear();
                break;
            case RunEventKind.MoveIntended:
                BeginMove(line.Data, at);
                break;
            case RunEventKind.MoveDone:
                _place = Point(line.Data["position"]) ?? _target;
                Begin(TimedOperation.TileOverhead, at);
                break;
            case RunEventKind.FocusIntended:
                Begin(TimedOperation.Focus, at);
                break;
            case RunEventKind.ExposureIntended:
                _exposed = Frame(line);
                Begin(TimedOperation.Exposure, at);
                break;
            case RunEventKind.FocusDone:
                Begin(TimedOperation.TileOverhead, at);
                break;
            case RunEventKind.FrameSaved:
                if (Frame(line) is { } saved) _saved[saved] = at;
                // Frames are saved beside the acquisition: the instrument may already be on its way to the next one.
                if (_current == TimedOperation.Exposure && Frame(line) == _exposed) Begin(TimedOperation.TileOverhead, at);
                break;
            case RunEventKind.FrameAccepted or RunEventKind.FrameRejected:
                Judged(line, at);
                break;
            case RunEventKind.Stigmated:
                Took(TimedOperation.Stigmation, at);
                break;
            case RunEventKind.BrightnessSet:
                Took(TimedOperation.Brightness, at);
                break;
            case RunEventKind.DriftMeasured:
                Took(TimedOperation.Drift, at);
                break;
            case RunEventKind.Calibrated:
                Took(TimedOperation.Calibration, at);
                break;
            case RunEventKind.Relocalised:
                Took(TimedOperation.Relocalisation, at);
                break;
            case RunEventKind.MosaicDone:
                Took(TimedOperation.Mosaic, at);
                break;
            case RunEventKind.Fault or RunEventKind.IncidentBegun:
                if (_current != TimedOperation.Suspension) Begin(TimedOperation.Incident, at);
                break;
            case RunEventKind.IncidentEnded:
                if (_current == TimedOperation.Incident) Begin(TimedOperation.TileOverhead, at);
                break;
            case RunEventKind.Suspended:
                Begin(TimedOperation.Suspension, at);
                break;
            case RunEventKind.SuspensionEnded:
                Begin(TimedOperation.TileOverhead, at);
                break;
            case RunEventKind.AcquisitionDone:
                _isAcquired = true;
                Begin(TimedOperation.Park, at);
                break;
            case RunEventKind.Parked:
                if (_isAcquired && _current == TimedOperation.Park) Begin(TimedOperation.Measuring, at);
                break;
            case RunEventKind.MorphologyDone:
                Begin(TimedOperation.CellModel, at);
                break;
            case RunEventKind.CellModelDone:
                Begin(TimedOperation.Regression, at);
                break;
            case RunEventKind.PredictionDone:
                Begin(TimedOperation.Report, at);
                break;
            case RunEventKind.ReportDone:
                Begin(TimedOperation.Completion, at);
                break;
            case RunEventKind.RunStopped or RunEventKind.RunFailed:
                Begin(TimedOperation.Interruption, at);
                break;
        }
    }

    private void BeginMove(JsonObject data, DateTimeOffset at)
    {
        _target = Point(data["target"]);
        Begin(_place is null ? TimedOperation.Approach : TimedOperation.Move, at);
        if (_place is var (x, y) && _target is var (toX, toY)) _movesMm.Add(Math.Sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y)));
        else if (_place is not null) _movesMm.Add(0);
    }

    /// <summary>The analysis has spoken: its own time beside the acquisition, and what the instrument may have waited for it.</summary>
    private void Judged(RunEvent line, DateTimeOffset at)
    {
        if (_current == TimedOperation.Exposure && Frame(line) is { } exposed && exposed == _exposed && !_saved.ContainsKey(exposed) && line.Kind == RunEventKind.FrameRejected)
        {
            Begin(TimedOperation.TileOverhead, at);
            return;
        }

        if (Frame(line) is { } frame && _saved.Remove(frame, out DateTimeOffset saved))
        {
            Add(TimedOperation.Analysis, (at - (saved > _analysed ? saved : _analysed)).TotalSeconds);
            _analysed = at;
        }

        if (_current == TimedOperation.TileOverhead) Took(TimedOperation.AnalysisWait, at);
    }

    /// <summary>What has just ended tells its name only now; within another operation it is a part of that.</summary>
    private void Took(TimedOperation operation, DateTimeOffset at)
    {
        TimedOperation goesOn = _current;
        if (goesOn != TimedOperation.TileOverhead && !_isAcquired) return;
        Begin(operation, at, closing: operation);
        _current = goesOn;
    }

    private void Begin(TimedOperation operation, DateTimeOffset at, TimedOperation? closing = null)
    {
        if (closing is { } ended) _current = ended;
        Close(at);
        _current = operation;
        _since = at;
    }

    private void Close(DateTimeOffset at)
    {
        double seconds = (at - _since).TotalSeconds;
        if (_current == TimedOperation.TileOverhead)
        {
            _carried += seconds;
            return;
        }

        if (_current is TimedOperation.Exposure or TimedOperation.Park) CloseTile();
        if (seconds > 0 || _current is not (TimedOperation.Startup or TimedOperation.Measuring or TimedOperation.Interruption)) Add(_current, seconds);
    }

    /// <summary>What is left of a tile comes in many small pieces: they are one span a tile.</summary>
    private void CloseTile()
    {
        if (_carried > 0) Add(TimedOperation.TileOverhead, _carried);
        _carried = 0;
    }

    private void Add(TimedOperation operation, double seconds)
    {
        if (!_spans.TryGetValue(operation, out List<double>? spans)) _spans[operation] = spans = [];
        spans.Add(seconds);
    }

    private static string? Frame(RunEvent line) => line.Data["frame_id"] is JsonValue value && value.TryGetValue(out string? frame) ? frame : null;

    private static (double X, double Y)? Point(JsonNode? node)
        => node is JsonObject place && Number(place["x_mm"]) is { } x && Number(place["y_mm"]) is { } y ? (x, y) : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
