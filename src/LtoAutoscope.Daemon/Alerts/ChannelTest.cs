namespace LtoAutoscope.Daemon.Alerts;

/// <summary>What became of a test message.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Delivered">Whether the server took it.</param>
/// <param name="Reason">Why not; empty when it did.</param>
internal sealed record ChannelTest(string Channel, bool Delivered, string Reason);
