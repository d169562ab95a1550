namespace LtoAutoscope.Storage.Queue;

/// <summary>The words of the queue's journal, <c>queue/journal.ndjson</c>.</summary>
public static class QueueEventKind
{
    /// <summary>A job was queued at the end. Data: job.</summary>
    public const string Added = "job_added";

    /// <summary>A job was moved. Data: job_id, before (the job that now follows it, null for the end), by.</summary>
    public const string Moved = "job_moved";

    /// <summary>A job was taken out. Data: job_id, by.</summary>
    public const string Removed = "job_removed";

    /// <summary>A job's run begins. Data: job_id, run_id.</summary>
    public const string Started = "job_started";

    /// <summary>A job is done. Data: job_id.</summary>
    public const string Completed = "job_completed";

    /// <summary>A job was stopped and can go on. Data: job_id, by, reason.</summary>
    public const string Stopped = "job_stopped";

    /// <summary>A job failed. Data: job_id, reason.</summary>
    public const string Failed = "job_failed";

    /// <summary>A stopped or failed job waits again, at its old place. Data: job_id, by.</summary>
    public const string Requeued = "job_requeued";

    /// <summary>Several jobs were queued at once, all or none. Data: jobs, before (the job that now follows them, null for the end), by.</summary>
    public const string SeveralAdded = "jobs_added";

    /// <summary>A job is passed over until it is released; the queue goes on. Data: job_id, by, reason, cause.</summary>
    public const string Held = "job_held";

    /// <summary>A held job waits again. Data: job_id, by.</summary>
    public const string Released = "job_released";

    /// <summary>A running job was put back by the schedule; its run goes on later by itself. Data: job_id, reason.</summary>
    public const string Suspended = "job_suspended";

    /// <summary>A job was called off by a person; what was counted is kept. Data: job_id, by, reason.</summary>
    public const string Cancelled = "job_cancelled";

    /// <summary>A job that was planned before its powder was made got its stub. Data: job_id, stub, by.</summary>
    public const string Placed = "job_placed";

    /// <summary>Priority or window of a job were set. Data: job_id, priority, window (null for none), by.</summary>
    public const string Changed = "job_changed";
}
