using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Pipeline.Schedules;
using Quartz;

namespace LtoAutoscope.Daemon.Schedules;

/// <summary>Fired at the next time of an entry of the schedule: has done what is due, then sets the time after it.</summary>
[DisallowConcurrentExecution]
internal sealed class RecurringJob(RecurringTasks tasks, RecurringTriggers triggers) : IJob
{
    /// <summary>Key of the entry's number in the job's data.</summary>
    public const string Entry = "entry";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        RecurringSetting entry = tasks.Entries[context.MergedJobDataMap.GetInt(Entry)];
        try
        {
            await tasks.RunDueAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested) await triggers.SetNextAsync(context.Scheduler, entry, cancellationToken).ConfigureAwait(false);
        }
    }
}
