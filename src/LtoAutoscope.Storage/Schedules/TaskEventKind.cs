namespace LtoAutoscope.Storage.Schedules;

/// <summary>The words of <c>queue/tasks.ndjson</c>.</summary>
public static class TaskEventKind
{
    /// <summary>The schedule has this entry from now on: its times before are not missed. Data: task, entry.</summary>
    public const string Known = "task_known";

    /// <summary>A task begins. Data: task, entry, due_at (null when a person asked for it), by.</summary>
    public const string Started = "task_started";

    /// <summary>It ended. Data: task, entry, due_at, succeeded, summary, to_do.</summary>
    public const string Ended = "task_ended";

    /// <summary>It was cut off by the end of the program; its time counts as missed. Data: task, entry, due_at.</summary>
    public const string CutOff = "task_cut_off";

    /// <summary>Its time passed without it, and the schedule says to leave it at that. Data: task, entry, due_at.</summary>
    public const string Missed = "task_missed";
}
