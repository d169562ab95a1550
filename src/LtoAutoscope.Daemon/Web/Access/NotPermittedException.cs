namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>Somebody asked for what the role or the key does not allow.</summary>
/// <param name="reason">Why, in a sentence.</param>
public sealed class NotPermittedException(string reason) : Exception(reason);
