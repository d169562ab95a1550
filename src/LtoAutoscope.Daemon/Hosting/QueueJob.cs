using LtoAutoscope.Pipeline.Running;
using Quartz;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Fired every second or so: takes the next sample of the queue and works it off. While one is at work no second starts.</summary>
[DisallowConcurrentExecution]
internal sealed class QueueJob(Lab lab) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await lab.RunNextAsync(cancellationToken).ConfigureAwait(false))
        {
            // The next sample follows at once.
        }
    }
}
