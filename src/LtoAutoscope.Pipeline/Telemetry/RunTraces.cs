using System.Diagnostics;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Telemetry;

/// <summary>
/// A run as a trace: one span for the run, and in it one for each move, focus search and exposure, from intent to completion, and for each incident. Without a listener it costs nothing.
/// </summary>
/// <remarks>Not thread-safe; the owner guards it.</remarks>
public sealed class RunTraces(RunRecord record)
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "LtoAutoscope.Runs";

    private static readonly ActivitySource Source = new(SourceName);
    private readonly Dictionary<string, DateTimeOffset> _begun = new(StringComparer.Ordinal);
    private Activity? _run;

    /// <summary>Takes in one more line.</summary>
    public void Apply(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!Source.HasListeners()) return;
        string frame = Text(line.Data, "frame_id");
        switch (line.Kind)
        {
            case RunEventKind.RunStarted or RunEventKind.RunResumed:
                Begin(line.Time);
                break;
            case RunEventKind.MoveIntended:
                _begun["move"] = line.Time;
                break;
            case RunEventKind.MoveDone:
                End("move", frame, line.Time);
                break;
            case RunEventKind.FocusIntended:
                _begun["focus"] = line.Time;
                break;
            case RunEventKind.FocusDone:
                End("focus", frame, line.Time);
                break;
            case RunEventKind.ExposureIntended:
                _begun["expose " + frame] = line.Time;
                break;
            case RunEventKind.FrameSaved or RunEventKind.FrameRejected:
                End("expose " + frame, frame, line.Time);
                break;
            case RunEventKind.IncidentBegun:
                _begun["incident " + Text(line.Data, "incident_id")] = line.Time;
                break;
            case RunEventKind.IncidentEnded:
                End("incident " + Text(line.Data, "incident_id"), frame, line.Time, ("lto.outcome", Text(line.Data, "outcome")));
                break;
            case RunEventKind.RunStopped or RunEventKind.RunFailed or RunEventKind.RunCompleted:
                if (line.Kind == RunEventKind.RunFailed) _run?.SetStatus(ActivityStatusCode.Error, Text(line.Data, "reason"));
                _run?.SetEndTime(line.Time.UtcDateTime);
                _run?.Dispose();
                _run = null;
                _begun.Clear();
                break;
        }
    }

    /// <summary>The run's span must not become the parent of whatever else its thread does.</summary>
    private void Begin(DateTimeOffset at)
    {
        Activity? before = Activity.Current;
        _run?.Dispose();
        _run = Source.StartActivity("run", ActivityKind.Internal, default(ActivityContext), [new("lto.run_id", record.RunId), new("lto.sample", record.Sample.Name), new("lto.recipe", record.Recipe.Name)], null, at);
        Activity.Current = before;
    }

    private void End(string key, string frame, DateTimeOffset at, (string Key, string Value)? tag = null)
    {
        if (!_begun.Remove(key, out DateTimeOffset begun)) return;
        Activity? before = Activity.Current;
        using (Activity? span = Source.StartActivity(key.Split(' ')[0], ActivityKind.Internal, _run?.Context ?? default, [new("lto.frame_id", frame)], null, begun))
        {
            if (tag is { } more) span?.SetTag(more.Key, more.Value);
            span?.SetEndTime(at.UtcDateTime);
        }

        Activity.Current = before;
    }

    private static string Text(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
