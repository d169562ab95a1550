using LtoAutoscope.Pipeline.Schedules;
using Quartz;

namespace LtoAutoscope.Daemon.Schedules;

/// <summary>Starts the recurring tasks with the host.</summary>
internal sealed class RecurringService(RecurringTasks tasks, RecurringTriggers triggers, ISchedulerFactory schedulers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await tasks.StartAsync(cancellationToken).ConfigureAwait(false);
        await triggers.StartAsync(await schedulers.GetScheduler(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
