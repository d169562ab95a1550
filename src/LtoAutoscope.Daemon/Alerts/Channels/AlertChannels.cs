using LtoAutoscope.Daemon.Alerts.Configuration;

namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>Makes the channels that the settings name.</summary>
internal static class AlertChannels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IAlertChannel> Of(AlertSettings settings, HttpClient client, TimeProvider time) =>
    [
        .. settings.Email.Select(email => new EmailChannel(email)),
        .. settings.Webhook.Select(hook => new WebhookChannel(hook, client, time)),
        .. settings.Push.Select(push => new PushChannel(push, client)),
    ];

    /// <summary>The client that channels share: it follows no redirect, because a signed message is for one address.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
}
