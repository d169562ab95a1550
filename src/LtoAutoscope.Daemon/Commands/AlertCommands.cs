using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people do about alerts.</summary>
/// <param name="services">Where the alert service is, in a daemon that has one.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
internal sealed class AlertCommands(IServiceProvider services, CommandDesk desk)
{
    private AlertService Alerts => services.GetService<AlertService>() ?? throw new InputException("this daemon tells no alerts", "alerts", "Start it by `serve`");

    /// <summary>Notes that an alert was seen: nobody else is told.</summary>
    public Task AcknowledgeAsync(string id, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "alert.acknowledge", id), by => Alerts.AcknowledgeAsync(id, by, cancellationToken));

    /// <summary>Sends a test message over all channels, or one.</summary>
    public Task<IReadOnlyList<ChannelTest>> TestAsync(string? channel, CancellationToken cancellationToken)
        => desk.DoAsync(new Command(Permission.Run, "alert.test", channel ?? ""), by => Alerts.TestAsync(channel, by, cancellationToken));
}
