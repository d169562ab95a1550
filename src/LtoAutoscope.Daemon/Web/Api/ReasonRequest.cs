namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Why something is asked for.</summary>
/// <param name="Reason">In a sentence; may be empty.</param>
public sealed record ReasonRequest(string Reason = "");
