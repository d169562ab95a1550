namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Holds the queue.</summary>
/// <param name="AfterSample">Whether the present sample is finished first; otherwise the hold comes after the present frame.</param>
public sealed record PauseRequest(bool AfterSample = false);
