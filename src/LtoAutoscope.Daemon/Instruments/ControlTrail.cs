using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Daemon.Instruments;

/// <summary>Writes down in the audit trail how control changed hands without a command: it ran out, a request was not answered, the queue had paused.</summary>
/// <param name="control">Control by hand.</param>
/// <param name="audit">The trail.</param>
/// <param name="logger">Told when it cannot be written.</param>
internal sealed class ControlTrail(ILabControl control, IAuditTrail audit, ILogger<ControlTrail> logger) : IHostedService
{
    private const string Program = "system";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        control.ControlChanged += OnChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        control.ControlChanged -= OnChanged;
        return Task.CompletedTask;
    }

    private void OnChanged(ControlEvent happened) => _ = RecordAsync(happened);

    private async Task RecordAsync(ControlEvent happened)
    {
        try
        {
            await audit.RecordAsync(
                new AuditEntry
                {
                    At = happened.At, Who = Program, Action = happened.Action, Owner = happened.From.Length > 0 ? happened.From : happened.To, Before = happened.From, After = happened.To,
                    Result = AuditResult.Done, Reason = happened.Reason,
                }, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            logger.LogError(error, "The audit trail could not be written: {Action} from '{From}' to '{To}'", happened.Action, happened.From, happened.To);
        }
    }
}
