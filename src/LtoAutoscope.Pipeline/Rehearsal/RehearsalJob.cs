using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Rehearsal;

/// <summary>A job that is to be rehearsed.</summary>
/// <param name="Job">The job as it stands in the queue.</param>
/// <param name="Progress">How far it is; null for one that has not begun.</param>
/// <param name="Problem">Why it would not be begun as things are (its sample is absent or unconfirmed, a person holds it), or null.</param>
public sealed record RehearsalJob(QueuedJob Job, JobProgress? Progress = null, string? Problem = null);
