using LtoAutoscope.Pipeline.Running;
using Quartz;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Reads the instrument and the machine for the strip and the vital signs.</summary>
[DisallowConcurrentExecution]
internal sealed class VitalsJob(Lab lab) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        => await lab.PollAsync(cancellationToken).ConfigureAwait(false);
}
