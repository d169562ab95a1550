using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Audits;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Takes into the trail what commands at the terminal did beside the daemon.</summary>
internal sealed class AuditInboxService(DataFolder data, IAuditTrail trail, TimeProvider time, ILogger<AuditInboxService> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await AuditInbox.TakeAsync(data, trail, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                logger.LogError(error, "What was done at the terminal could not be taken into the audit trail; it is tried again.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
