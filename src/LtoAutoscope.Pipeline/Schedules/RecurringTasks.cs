using System.Collections.Concurrent;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Schedules;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Pipeline.Schedules;

/// <summary>
/// Does what the schedule has done again and again. A scheduler says when to look (<see cref="RunDueAsync"/>); what is due, and what was missed, is decided here from the journal, so that a
/// restart, a late timer or a clock that jumped leads to the same.
/// </summary>
/// <remarks>Thread safety: all members may be called from any thread; one task never runs twice at once.</remarks>
public sealed partial class RecurringTasks : ILabEventSource, IAsyncDisposable
{
    /// <summary>A task that begins so late after its time was not delayed but missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>How far back missed times are counted.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(8);
    private readonly DataFolder _data;
    private readonly Dictionary<string, IRecurringTask> _tasks;
    private readonly Func<RecurringSetting, DateTimeOffset, DateTimeOffset?> _after;
    private readonly TimeProvider _time;
    private readonly ILogger<RecurringTasks> _logger;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private TaskJournal? _journal;

    /// <param name="data">Where what was done is put on record.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="tasks">What can be done.</param>
    /// <param name="after">The first time of an entry after a moment.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="InputException">The schedule names a task that there is not.</exception>
    public RecurringTasks(
        DataFolder data, ScheduleSettings schedule, IEnumerable<IRecurringTask> tasks, Func<RecurringSetting, DateTimeOffset, DateTimeOffset?> after, TimeProvider time, ILogger<RecurringTasks> logger)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (_data, _after, _time, _logger) = (data, after, time, logger);
        _tasks = tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        Entries = schedule.Recurring;
        if (Entries.FirstOrDefault(entry => !_tasks.ContainsKey(entry.Task)) is { } unknown)
            throw new InputException($"there is no task '{unknown.Task}'", "config/schedule.yaml, recurring", $"Choose one of {string.Join(", ", _tasks.Keys.Order(StringComparer.Ordinal))}");
    }

    /// <inheritdoc/>
    public event Action<LabEvent>? Happened;

    /// <summary>The entries of the schedule.</summary>
    public IReadOnlyList<RecurringSetting> Entries { get; }

    /// <summary>Names of what can be done.</summary>
    public IReadOnlyList<string> Names => [.. _tasks.Keys.Order(StringComparer.Ordinal)];

    private TaskJournal Journal => _journal ?? throw new InvalidOperationException("The recurring tasks have not been started.");

    /// <summary>Opens the journal; entries that are new in the schedule begin now.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _journal = await TaskJournal.OpenAsync(_data, _time, cancellationToken).ConfigureAwait(false);
        foreach (RecurringSetting entry in Entries.Where(entry => _journal.Find(Words(entry)) is null))
            await _journal.KnownAsync(entry.Task, Words(entry), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>When an entry is due next: a time that is not settled yet, even if it has passed.</summary>
    public DateTimeOffset? NextOf(RecurringSetting entry) => _after(entry, Journal.Find(Words(entry))?.HandledUntil ?? _time.GetUtcNow());

    /// <summary>All entries with their past and their next time.</summary>
    public IReadOnlyList<RecurringView> View()
        => [.. Entries.Select(entry => new RecurringView(entry.Task, Words(entry), NextOf(entry), _turns.TryGetValue(entry.Task, out SemaphoreSlim? turn) && turn.CurrentCount == 0, Journal.Find(Words(entry))))];

    /// <summary>
    /// Does an entry's task when a time of it has come that is not settled. Of several that passed, one is done. One that passed longer than <see cref="Grace"/> ago was missed: it is made up for, or
    /// put on record, as the entry says.
    /// </summary>
    /// <returns>Whether the task ran.</returns>
    public async Task<bool> RunDueAsync(RecurringSetting entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        SemaphoreSlim turn = TurnOf(entry.Task);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (LatestDue(entry, now) is not { } due) return false;
            if (entry.Missed == MissedRun.Skip && now - due > Grace)
            {
                await Journal.MissedAsync(entry.Task, Words(entry), due, cancellationToken).ConfigureAwait(false);
                LogMissed(entry.Task, due);
                return false;
            }

            await RunAsync(_tasks[entry.Task], Words(entry), due, "the schedule", cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Does a task now because a person asks for it.</summary>
    /// <exception cref="InputException">There is no such task, or it runs already.</exception>
    public async Task<TaskReport> RunNowAsync(string name, string by, CancellationToken cancellationToken)
    {
        if (!_tasks.TryGetValue(name, out IRecurringTask? task)) throw new InputException($"there is no task '{name}'", "schedule", $"Choose one of {string.Join(", ", Names)}");
        SemaphoreSlim turn = TurnOf(name);
        if (!await turn.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false)) throw new InputException($"'{name}' runs already", "schedule", "Wait for its end");
        try
        {
            return await RunAsync(task, name, null, by, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_journal is not null) await _journal.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>An entry in the words of the file: another time is another entry.</summary>
    public static string Words(RecurringSetting entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string days = entry.Days.Count == 0 ? "" : " " + string.Join(",", entry.Days.Select(day => day.ToString().ToLowerInvariant()));
        return $"{entry.Task} {(entry.At is { } at ? $"at {at}{days}" : $"cron {entry.Cron}")}";
    }

    private async Task<TaskReport> RunAsync(IRecurringTask task, string entry, DateTimeOffset? due, string by, CancellationToken cancellationToken)
    {
        await Journal.StartedAsync(task.Name, entry, due, by, cancellationToken).ConfigureAwait(false);
        TaskReport report;
        try
        {
            report = await task.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Not settled: it is made up for at the next start, or put on record as missed.
            await Journal.CutOffAsync(task.Name, entry, due, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (InputException input)
        {
            report = new TaskReport(false, input.What, input.Remedy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InstrumentFaultException)
        {
            report = new TaskReport(false, error.Message, "See to this, then let the task run again.");
        }

        await Journal.EndedAsync(task.Name, entry, due, report, CancellationToken.None).ConfigureAwait(false);
        LogEnded(task.Name, report.Succeeded, report.Summary);
        if (!report.Succeeded) Tell(task.Name, due, report);
        return report;
    }

    private void Tell(string task, DateTimeOffset? due, TaskReport report)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Happened?.Invoke(new LabEvent
        {
            EventId = FormattableString.Invariant($"task-{task}-{(due ?? now).ToUnixTimeSeconds()}"), At = now, Kind = LabEventKind.Preflight, Severity = Severity.Warning,
            Title = $"The recurring task '{task}' found something wrong", Reason = report.Summary, Done = "It is on record and is done again at its next time.", ToDo = report.ToDo,
        });
    }

    /// <summary>The last time of an entry that has come and is not settled, or null.</summary>
    private DateTimeOffset? LatestDue(RecurringSetting entry, DateTimeOffset now)
    {
        DateTimeOffset settled = Journal.Find(Words(entry))?.HandledUntil ?? now;
        if (settled < now - Memory) settled = now - Memory;
        DateTimeOffset? due = null;
        for (DateTimeOffset? next = _after(entry, settled); next <= now; next = _after(entry, next.Value)) due = next;
        return due;
    }

    private SemaphoreSlim TurnOf(string task) => _turns.GetOrAdd(task, _ => new SemaphoreSlim(1, 1));

    [LoggerMessage(1, LogLevel.Information, "Recurring task {Task}: succeeded {Succeeded}. {Summary}")]
    private partial void LogEnded(string task, bool succeeded, string summary);

    [LoggerMessage(2, LogLevel.Warning, "Recurring task {Task} missed its time {Due}")]
    private partial void LogMissed(string task, DateTimeOffset due);
}
