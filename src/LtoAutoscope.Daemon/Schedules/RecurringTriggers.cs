using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Schedules;
using Quartz;

namespace LtoAutoscope.Daemon.Schedules;

/// <summary>
/// Has Quartz fire at the next time of each entry of the schedule, one trigger an entry. Quartz keeps these in memory: after a restart they are made anew from the journal of what was done, and a time
/// that passed meanwhile fires at once; whether it is made up for is decided by <see cref="RecurringTasks"/>.
/// </summary>
internal sealed class RecurringTriggers(RecurringTasks tasks, TimeProvider time)
{
    private const string Group = "recurring";

    /// <summary>Sets the next time of every entry.</summary>
    public async Task StartAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        for (int i = 0; i < tasks.Entries.Count; i++)
        {
            IJobDetail job = JobBuilder.Create<RecurringJob>().WithIdentity(Key(tasks.Entries[i]), Group).UsingJobData(RecurringJob.Entry, i).StoreDurably().Build();
            await scheduler.AddJob(job, new AddJobOptions { Replace = true }, cancellationToken).ConfigureAwait(false);
            await SetNextAsync(scheduler, tasks.Entries[i], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the next time of an entry; one that has passed fires at once.</summary>
    public async Task SetNextAsync(IScheduler scheduler, RecurringSetting entry, CancellationToken cancellationToken)
    {
        if (tasks.NextOf(entry) is not { } next) return;
        DateTimeOffset now = time.GetUtcNow();
        // A misfired trigger fires now; that it is late is seen, and judged, where the task is done.
        ITrigger trigger = TriggerBuilder.Create().ForJob(new JobKey(Key(entry), Group)).WithIdentity($"{Key(entry)} {next:O}", Group).StartAt(next > now ? next : now)
            .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
        if (await scheduler.GetTrigger(trigger.Key, cancellationToken).ConfigureAwait(false) is null) await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static string Key(RecurringSetting entry) => RecurringTasks.Words(entry);
}
