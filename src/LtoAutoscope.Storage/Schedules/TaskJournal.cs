using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Schedules;

/// <summary>Which recurring tasks were done when, <c>queue/tasks.ndjson</c>: what a restart knows of the times that passed while nothing ran.</summary>
/// <remarks>Thread safety: all members may be called from any thread.</remarks>
public sealed class TaskJournal : IAsyncDisposable
{
    /// <summary>Name of the journal in the folder <c>queue</c>.</summary>
    public const string JournalName = "tasks.ndjson";

    private readonly NdjsonJournal _journal;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile ImmutableDictionary<string, TaskRecord> _records;

    private TaskJournal(NdjsonJournal journal)
    {
        _journal = journal;
        _records = journal.Events.Aggregate(ImmutableDictionary.Create<string, TaskRecord>(StringComparer.Ordinal), Apply);
    }

    /// <summary>Opens the journal of a data folder.</summary>
    /// <exception cref="InputException">It is damaged before its last line.</exception>
    public static async Task<TaskJournal> OpenAsync(DataFolder data, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.RequireWritable();
        return new TaskJournal(await NdjsonJournal.OpenAsync(Path.Combine(data.Queue, JournalName), time, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What is known of an entry, or null.</summary>
    public TaskRecord? Find(string entry) => _records.GetValueOrDefault(entry);

    /// <summary>An entry is in the schedule from now on.</summary>
    public Task KnownAsync(string task, string entry, CancellationToken cancellationToken) => AppendAsync(TaskEventKind.Known, Line(task, entry, null), cancellationToken);

    /// <summary>A task begins.</summary>
    public Task StartedAsync(string task, string entry, DateTimeOffset? dueAt, string by, CancellationToken cancellationToken)
    {
        JsonObject line = Line(task, entry, dueAt);
        line["by"] = by;
        return AppendAsync(TaskEventKind.Started, line, cancellationToken);
    }

    /// <summary>A task ended.</summary>
    public Task EndedAsync(string task, string entry, DateTimeOffset? dueAt, TaskReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        JsonObject line = Line(task, entry, dueAt);
        (line["succeeded"], line["summary"], line["to_do"]) = (report.Succeeded, report.Summary, report.ToDo);
        return AppendAsync(TaskEventKind.Ended, line, cancellationToken);
    }

    /// <summary>A task was cut off by the end of the program.</summary>
    public Task CutOffAsync(string task, string entry, DateTimeOffset? dueAt, CancellationToken cancellationToken) => AppendAsync(TaskEventKind.CutOff, Line(task, entry, dueAt), cancellationToken);

    /// <summary>A time passed and is left at that.</summary>
    public Task MissedAsync(string task, string entry, DateTimeOffset dueAt, CancellationToken cancellationToken) => AppendAsync(TaskEventKind.Missed, Line(task, entry, dueAt), cancellationToken);

    /// <summary>Closes the journal.</summary>
    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private async Task AppendAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _records = Apply(_records, await _journal.AppendAsync(kind, data, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A time is settled when its task has ended or was missed; one that only began is not, because the process may have died in it.</summary>
    private static ImmutableDictionary<string, TaskRecord> Apply(ImmutableDictionary<string, TaskRecord> records, RunEvent line)
    {
        if (line.Data["entry"]?.GetValue<string>() is not { } entry) return records;
        TaskRecord before = records.GetValueOrDefault(entry) ?? new TaskRecord(line.Data["task"]?.GetValue<string>() ?? "", entry, line.Time);
        DateTimeOffset settled = line.Data["due_at"]?.GetValue<DateTimeOffset>() is { } due && due > before.HandledUntil ? due : before.HandledUntil;
        return line.Kind switch
        {
            TaskEventKind.Known => records.SetItem(entry, before),
            TaskEventKind.Started => records.SetItem(entry, before with { LastStartedAt = line.Time }),
            TaskEventKind.Ended => records.SetItem(entry, before with
            {
                HandledUntil = settled, LastEndedAt = line.Time, LastSucceeded = line.Data["succeeded"]?.GetValue<bool>(), LastSummary = line.Data["summary"]?.GetValue<string>() ?? "",
            }),
            TaskEventKind.Missed => records.SetItem(entry, before with { HandledUntil = settled, Missed = before.Missed + 1 }),
            _ => records,
        };
    }

    private static JsonObject Line(string task, string entry, DateTimeOffset? dueAt)
        => new() { ["task"] = task, ["entry"] = entry, ["due_at"] = System.Text.Json.JsonSerializer.SerializeToNode(dueAt, DomainJson.Line) };
}
