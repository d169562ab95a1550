using LtoAutoscope.Pipeline.Running;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Ties the laboratory to the service manager: it is parked before the process ends, well within the manager's limit.</summary>
internal sealed class LabHostedService(Lab lab) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => lab.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => lab.ShutDownAsync(cancellationToken);
}
