using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Schedules;
using LtoAutoscope.Storage.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Pipeline.Tests.Schedules;

/// <summary>What is due, what was missed and what a restart makes of it, by a clock that is set by hand.</summary>
public sealed class RecurringTasksTests : IAsyncLifetime
{
    private static readonly RecurringSetting Once = new() { Task = "count", At = "03:00" };
    private static readonly RecurringSetting Skip = Once with { Missed = MissedRun.Skip };
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-tasks-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 20, 0, 0, TimeSpan.Zero));
    private readonly CountingTask _task = new();
    private DataFolder _data = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RunDueAsync_BeforeAtAndAfterItsTime_RunsOnceATime()
    {
        await using RecurringTasks tasks = await StartAsync(Once);
        Assert.False(await tasks.RunDueAsync(Once, Token));
        Assert.Equal(At(16, 3), tasks.NextOf(Once));
        _time.SetUtcNow(At(16, 3));
        Assert.True(await tasks.RunDueAsync(Once, Token));
        Assert.False(await tasks.RunDueAsync(Once, Token));
        Assert.Equal((1, At(17, 3)), (_task.Runs, tasks.NextOf(Once)));
        Assert.Equal((true, "Counted 1."), (tasks.View()[0].Record!.LastSucceeded, tasks.View()[0].Record!.LastSummary));
    }

    [Fact]
    public async Task RunDueAsync_LateWithinTheGrace_RunsAlsoWhereMissedTimesAreSkipped()
    {
        await using RecurringTasks tasks = await StartAsync(Skip);
        _time.SetUtcNow(At(16, 3) + RecurringTasks.Grace);
        Assert.True(await tasks.RunDueAsync(Skip, Token));
    }

    [Theory]
    [InlineData(MissedRun.RunOnce, 1, 0)]
    [InlineData(MissedRun.Skip, 0, 1)]
    public async Task Restart_AfterThreeNightsWithoutTheProgram_DoesWhatTheEntrySays(MissedRun missed, int runs, int onRecord)
    {
        RecurringSetting entry = Once with { Missed = missed };
        await (await StartAsync(entry)).DisposeAsync();
        _time.SetUtcNow(At(18, 10));
        await using RecurringTasks tasks = await StartAsync(entry);
        Assert.True(tasks.NextOf(entry) < _time.GetUtcNow());
        await tasks.RunDueAsync(entry, Token);
        await tasks.RunDueAsync(entry, Token);
        Assert.Equal((runs, onRecord), (_task.Runs, tasks.View()[0].Record!.Missed));
        Assert.Equal(At(19, 3), tasks.NextOf(entry));
    }

    [Fact]
    public async Task StartAsync_EntryThatIsNewInTheSchedule_HasMissedNothing()
    {
        await (await StartAsync(Once)).DisposeAsync();
        _time.SetUtcNow(At(18, 10));
        RecurringSetting other = Once with { At = "09:00" };
        await using RecurringTasks tasks = await StartAsync(other);
        Assert.False(await tasks.RunDueAsync(other, Token));
        Assert.Equal(At(19, 9), tasks.NextOf(other));
    }

    [Fact]
    public async Task RunDueAsync_CutOffByTheEndOfTheProgram_IsDoneAtTheNextStart()
    {
        _task.Waits = true;
        using var end = new CancellationTokenSource();
        RecurringTasks tasks = await StartAsync(Once);
        _time.SetUtcNow(At(16, 3));
        Task<bool> running = tasks.RunDueAsync(Once, end.Token);
        await _task.Begun.Task.WaitAsync(Token);
        Assert.True(tasks.View()[0].IsRunning);
        Assert.Contains("runs already", (await Assert.ThrowsAsync<InputException>(() => tasks.RunNowAsync("count", "ada", Token))).What, StringComparison.Ordinal);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await tasks.DisposeAsync();
        _task.Waits = false;
        await using RecurringTasks again = await StartAsync(Once);
        Assert.True(await again.RunDueAsync(Once, Token));
        Assert.Equal(1, _task.Runs);
    }

    [Fact]
    public async Task RunDueAsync_ClockSetBack_DoesNotDoItTwice()
    {
        await using RecurringTasks tasks = await StartAsync(Once);
        _time.SetUtcNow(At(16, 3));
        await tasks.RunDueAsync(Once, Token);
        var behind = new FakeTimeProvider(At(16, 2));
        await tasks.DisposeAsync();
        await using RecurringTasks again = new(_data, Schedule(Once), [_task], After, behind, NullLogger<RecurringTasks>.Instance);
        await again.StartAsync(Token);
        behind.Advance(TimeSpan.FromHours(1));
        Assert.False(await again.RunDueAsync(Once, Token));
        Assert.Equal(1, _task.Runs);
    }

    [Fact]
    public async Task RunAsync_TaskThatFindsSomethingWrong_IsToldAndDoneAgainNextTime()
    {
        _task.Problem = "Tile 3 was answered differently.";
        await using RecurringTasks tasks = await StartAsync(Once);
        List<LabEvent> told = [];
        tasks.Happened += told.Add;
        _time.SetUtcNow(At(16, 3));
        Assert.True(await tasks.RunDueAsync(Once, Token));
        Assert.Equal((LabEventKind.Preflight, "Tile 3 was answered differently.", "Look at it."), (told[0].Kind, told[0].Reason, told[0].ToDo));
        Assert.Equal(At(17, 3), tasks.NextOf(Once));
        Assert.False((await tasks.RunNowAsync("count", "ada", Token)).Succeeded);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void Constructor_TaskThatThereIsNot_IsRefusedWithWhatThereIs()
    {
        var error = Assert.Throws<InputException>(() => new RecurringTasks(_data, Schedule(Once with { Task = "dance" }), [_task], After, _time, NullLogger<RecurringTasks>.Instance));
        Assert.Contains("'dance'", error.What, StringComparison.Ordinal);
        Assert.Contains("count", error.Remedy, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 1, day, hour, 0, 0, TimeSpan.Zero);

    private static ScheduleSettings Schedule(RecurringSetting entry) => new() { Recurring = [entry] };

    private static DateTimeOffset? After(RecurringSetting entry, DateTimeOffset moment) => RecurringTimes.After(entry, TimeZoneInfo.Utc, moment);

    private async Task<RecurringTasks> StartAsync(RecurringSetting entry)
    {
        var tasks = new RecurringTasks(_data, Schedule(entry), [_task], After, _time, NullLogger<RecurringTasks>.Instance);
        await tasks.StartAsync(Token);
        return tasks;
    }

    private sealed class CountingTask : IRecurringTask
    {
        public string Name => "count";

        public int Runs { get; private set; }

        public bool Waits { get; set; }

        public string Problem { get; set; } = "";

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<TaskReport> RunAsync(CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            if (Waits) await Task.Delay(Timeout.Infinite, cancellationToken);
            Runs++;
            return Problem.Length == 0 ? new TaskReport(true, $"Counted {Runs}.") : throw new InputException(Problem, "golden tiles", "Look at it.");
        }
    }
}
