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
}
