namespace LtoAutoscope.Daemon.Alerts.Outbox;

/// <summary>Who is to be told of an alert, and when unless somebody has acknowledged by then.</summary>
/// <param name="AfterMinutes">0 at once.</param>
/// <param name="Channel">Name of the channel.</param>
internal sealed record PlannedChannel(double AfterMinutes, string Channel);
