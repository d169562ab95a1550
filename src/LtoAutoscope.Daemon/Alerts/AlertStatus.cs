namespace LtoAutoscope.Daemon.Alerts;

/// <summary>How telling does, for the page, the API and the health check.</summary>
/// <param name="Enabled">Whether anything is sent.</param>
/// <param name="Problem">Why alerts may be lost; empty when all is well.</param>
/// <param name="Channels">Every channel.</param>
/// <param name="Alerts">The newest alerts, newest first.</param>
internal sealed record AlertStatus(bool Enabled, string Problem, IReadOnlyList<ChannelStatus> Channels, IReadOnlyList<AlertView> Alerts);
