using LtoAutoscope.Storage.Schedules;

namespace LtoAutoscope.Pipeline.Schedules;

/// <summary>An entry of the schedule as people see it.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Entry">The entry, in the words of the file.</param>
/// <param name="NextAt">When it is due next, or null.</param>
/// <param name="IsRunning">Whether it runs now.</param>
/// <param name="Record">What is known of its past, or null.</param>
public sealed record RecurringView(string Task, string Entry, DateTimeOffset? NextAt, bool IsRunning, TaskRecord? Record);
