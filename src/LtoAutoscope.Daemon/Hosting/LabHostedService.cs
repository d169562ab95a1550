using LtoAutoscope.Pipeline.Running;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>
/// Ties the laboratory to the service manager. It is parked before any other part of the host is asked to stop: open pages and downloads may take all of the
/// host's patience, and the instrument must not wait for them.
/// </summary>
internal sealed class LabHostedService(Lab lab) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => lab.StartAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => lab.ShutDownAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
