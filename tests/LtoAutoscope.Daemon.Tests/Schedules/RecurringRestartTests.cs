using LtoAutoscope.Daemon.Schedules;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Schedules;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Journals;
using LtoAutoscope.Storage.Schedules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace LtoAutoscope.Daemon.Tests.Schedules;

/// <summary>Quartz itself, in a host that is stopped and started again.</summary>
public sealed class RecurringRestartTests
{
    private static readonly ScheduleSettings Schedule = new() { Recurring = [new RecurringSetting { Task = "count", Cron = "0/2 * * * * ?" }] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_TimesThatPassedMeanwhile_AreMadeUpForOnceAndNoneIsDoneTwice()
    {
        string folder = Directory.CreateTempSubdirectory("lto-recurring-").FullName;
        try
        {
            var task = new CountingTask();
            await RunUntilAsync(folder, task, 2);
            // At least two times pass while nothing runs.
            DateTimeOffset stopped = TimeProvider.System.GetUtcNow();
            while (TimeProvider.System.GetUtcNow() < stopped.AddSeconds(5)) await Task.Delay(100, Token);
            DateTimeOffset started = TimeProvider.System.GetUtcNow();
            await RunUntilAsync(folder, task, task.Runs + 2);

            var lines = await JournalReader.ReadAsync(Path.Combine(folder, "queue", TaskJournal.JournalName), Token);
            DateTimeOffset[] due = [.. lines.Where(line => line.Kind == TaskEventKind.Ended).Select(line => line.Data["due_at"]!.GetValue<DateTimeOffset>())];
            Assert.Equal(due.Distinct().Order(), due);
            Assert.All(due, at => Assert.Equal(0, at.Second % 2));
            // Of the times between, only the last was made up for.
            Assert.InRange(due.Count(at => at > stopped && at < started), 0, 1);
            Assert.Contains(due, at => at >= started.AddSeconds(-2) && at <= started.AddSeconds(30));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void RequireReadable_CronThatQuartzDoesNotRead_IsRefusedWithAnExample()
    {
        var error = Assert.Throws<InputException>(() => CronTimes.RequireReadable(new ScheduleSettings { Recurring = [new RecurringSetting { Task = "backup", Cron = "every monday" }] }, "schedule.yaml"));
        Assert.Contains("every monday", error.What, StringComparison.Ordinal);
        Assert.Contains("0 30 3", error.Remedy, StringComparison.Ordinal);
        CronTimes.RequireReadable(Schedule, "schedule.yaml");
    }

    private static async Task RunUntilAsync(string folder, CountingTask task, int runs)
    {
        using DataFolder data = await DataFolder.OpenAsync(folder, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        var times = new CronTimes(TimeZoneInfo.Utc);
        builder.Services.AddSingleton(_ => new RecurringTasks(data, Schedule, [task], times.After, TimeProvider.System, NullLogger<RecurringTasks>.Instance));
        builder.Services.AddSingleton<RecurringTriggers>();
        builder.Services.AddQuartz();
        builder.Services.AddHostedService<RecurringService>();
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        IHost host = builder.Build();
        await using var ending = (IAsyncDisposable)host;
        await host.StartAsync(Token);
        DateTimeOffset begun = TimeProvider.System.GetUtcNow();
        while (task.Runs < runs)
        {
            Assert.True(TimeProvider.System.GetUtcNow() - begun < TimeSpan.FromMinutes(2), $"{task.Runs} runs of {runs}");
            await Task.Delay(50, Token);
        }

        await host.StopAsync(Token);
    }

    private sealed class CountingTask : IRecurringTask
    {
        private int _runs;

        public string Name => "count";

        public int Runs => Volatile.Read(ref _runs);

        public Task<TaskReport> RunAsync(CancellationToken cancellationToken)
            => Task.FromResult(new TaskReport(true, $"Counted {Interlocked.Increment(ref _runs)}."));
    }
}
