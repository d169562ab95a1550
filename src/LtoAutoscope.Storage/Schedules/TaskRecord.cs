namespace LtoAutoscope.Storage.Schedules;

/// <summary>What the journal tells of one entry of the schedule.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Entry">The entry, in the words of the file.</param>
/// <param name="HandledUntil">Times up to here are settled, UTC: done, or put on record as missed.</param>
/// <param name="LastStartedAt">When it last began, or null.</param>
/// <param name="LastEndedAt">When it last ended, or null.</param>
/// <param name="LastSucceeded">Whether it ended well then; null when it never ended.</param>
/// <param name="LastSummary">What it said.</param>
/// <param name="Missed">How many times were missed.</param>
public sealed record TaskRecord(
    string Task, string Entry, DateTimeOffset HandledUntil, DateTimeOffset? LastStartedAt = null, DateTimeOffset? LastEndedAt = null, bool? LastSucceeded = null, string LastSummary = "", int Missed = 0);
