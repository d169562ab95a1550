namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Moves a job in the queue.</summary>
/// <param name="By">−1 up, +1 down.</param>
public sealed record MoveRequest(int By);
