using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Runs;

namespace LtoAutoscope.Pipeline.Telemetry;

/// <summary>Counts what runs do, from the lines of their journals as they are written.</summary>
public static class RunMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "LtoAutoscope.Runs";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Exposures = Meter.CreateCounter<long>("lto_autoscope.exposures", null, "Exposures begun, those made again included.");
    private static readonly Counter<long> Tiles = Meter.CreateCounter<long>("lto_autoscope.tiles", null, "Verdicts on tiles: accepted, redone, quarantined, skipped; with the cause.");
    private static readonly Counter<long> Particles = Meter.CreateCounter<long>("lto_autoscope.particles", null, "Whole particles on accepted tiles.");
    private static readonly Counter<long> Incidents = Meter.CreateCounter<long>("lto_autoscope.incidents", null, "Incidents begun, by cause.");
    private static readonly Counter<long> IncidentsEnded = Meter.CreateCounter<long>("lto_autoscope.incidents_ended", null, "Incidents ended, by outcome.");
    private static readonly Counter<double> LostTime = Meter.CreateCounter<double>("lto_autoscope.lost_time", "s", "Time that incidents cost.");
    private static readonly Counter<long> Rungs = Meter.CreateCounter<long>("lto_autoscope.recovery_steps", null, "Rungs of the recovery ladder that were tried.");
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("lto_autoscope.runs", null, "Runs that ended: completed, stopped, failed.");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("lto_autoscope.faults", null, "Named instrument faults.");

    /// <summary>Counts one line.</summary>
    public static void Count(RunEvent line)
    {
        ArgumentNullException.ThrowIfNull(line);
        JsonObject data = line.Data;
        switch (line.Kind)
        {
            case RunEventKind.ExposureIntended:
                Exposures.Add(1);
                break;
            case RunEventKind.FrameAccepted:
                Tiles.Add(1, Tag("verdict", "accepted"), Tag("cause", ""));
                if (data["whole_count"] is JsonValue count && count.TryGetValue(out double whole)) Particles.Add((long)whole);
                break;
            case RunEventKind.FrameRejected:
                Tiles.Add(1, Tag("verdict", !Flag(data, "final") ? "redone" : Flag(data, "quarantined") ? "quarantined" : "skipped"), Tag("cause", Text(data, "cause")));
                break;
            case RunEventKind.IncidentBegun:
                Incidents.Add(1, Tag("cause", Text(data, "cause")));
                break;
            case RunEventKind.IncidentEnded:
                IncidentsEnded.Add(1, Tag("outcome", Text(data, "outcome")));
                if (data["lost_s"] is JsonValue lost && lost.TryGetValue(out double seconds) && seconds > 0) LostTime.Add(seconds);
                break;
            case RunEventKind.RecoveryStep:
                Rungs.Add(1, Tag("rung", Text(data, "rung")));
                break;
            case RunEventKind.Fault:
                Faults.Add(1, Tag("fault", Text(data, "fault")));
                break;
            case RunEventKind.RunCompleted or RunEventKind.RunStopped or RunEventKind.RunFailed:
                Runs.Add(1, Tag("end", line.Kind["run_".Length..]));
                break;
        }
    }

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    private static string Text(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static bool Flag(JsonObject data, string key) => data[key] is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
