using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Text;

/// <summary>How a state or verdict is shown: always word, shape and style together, never colour alone.</summary>
/// <param name="Word">The word.</param>
/// <param name="Style">The style class.</param>
/// <param name="Symbol">Id of its shape.</param>
public sealed record Look(string Word, string Style, string Symbol)
{
    /// <summary>Of the laboratory.</summary>
    public static Look Of(LabState state) => state switch
    {
        LabState.Ready => new("Ready", "ready", "s-ready"),
        LabState.Running => new("Running", "running", "s-running"),
        LabState.Pausing => new("Pausing", "paused", "s-paused"),
        LabState.Paused => new("Paused", "paused", "s-paused"),
        LabState.Faulted => new("Faulted", "fault", "s-fault"),
        _ => new("No instrument", "off", "s-off"),
    };

    /// <summary>Of a frame.</summary>
    public static Look Of(FrameVerdict verdict) => verdict switch
    {
        FrameVerdict.Accepted => new("Accepted", "ok", "v-ok"),
        FrameVerdict.Redone => new("Taken again", "redo", "v-redo"),
        FrameVerdict.Quarantined => new("Quarantined", "quar", "v-quar"),
        FrameVerdict.Skipped => new("Skipped", "skip", "v-skip"),
        _ => new("Pending", "pend", "clock"),
    };

    /// <summary>Of a run or a job.</summary>
    public static Look Of(RunState state) => state switch
    {
        RunState.Queued => new("Queued", "ready", "s-ready"),
        RunState.Running => new("Running", "running", "s-running"),
        RunState.Stopped => new("Stopped", "paused", "s-paused"),
        RunState.Completed => new("Done", "ok", "v-ok"),
        RunState.Cancelled => new("Cancelled", "skip", "v-skip"),
        _ => new("Failed", "fault", "s-fault"),
    };

    /// <summary>Of a job: one that is passed over is held, whatever it waits for.</summary>
    public static Look Of(JobView job) => job is { State: RunState.Queued, Hold: not null } ? new("Held", "paused", "s-paused") : Of(job.State);

    /// <summary>Of what people are told.</summary>
    public static Look Of(Severity severity) => severity switch
    {
        Severity.Critical => new("Critical", "fault", "s-fault"),
        Severity.Warning => new("Warning", "paused", "v-quar"),
        _ => new("Info", "ready", "s-ready"),
    };

    /// <summary>Of a decision's level.</summary>
    public static Look OfLevel(string level) => level switch
    {
        "accepted" => new("Accepted", "ok", "v-ok"),
        "redo" => new("Taken again", "redo", "v-redo"),
        "fault" => new("Fault", "quar", "v-quar"),
        "person" => new("By a person", "person", "person"),
        _ => new("Decision", "info", "s-running"),
    };
}
