namespace LtoAutoscope.Daemon.Alerts.Channels;

/// <summary>A message did not get through.</summary>
/// <param name="message">Why, in a sentence without a full stop.</param>
/// <param name="isFinal">Whether trying again is of no use.</param>
/// <param name="inner">What the library said, or null.</param>
internal sealed class AlertDeliveryException(string message, bool isFinal, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again is of no use.</summary>
    public bool IsFinal { get; } = isFinal;
}
