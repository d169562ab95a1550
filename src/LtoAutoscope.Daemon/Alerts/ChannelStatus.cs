namespace LtoAutoscope.Daemon.Alerts;

/// <summary>How a channel does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Of what kind it is and where it leads.</param>
/// <param name="LastSuccess">When it last took a message, or null.</param>
/// <param name="LastFailure">When it last refused one, or null.</param>
/// <param name="Reason">Why the last attempt failed; empty when the last one succeeded.</param>
/// <param name="Waiting">Messages to be sent.</param>
/// <param name="Held">Of these held back for quiet hours or the rate limit.</param>
internal sealed record ChannelStatus(string Name, string Description, DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure, string Reason, int Waiting, int Held);
