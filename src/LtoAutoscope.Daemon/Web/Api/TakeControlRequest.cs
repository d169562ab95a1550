namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>How control is taken.</summary>
/// <param name="AfterFrame">Whether a running queue is paused after its present frame, and control is given then. Default false: a running queue refuses.</param>
public sealed record TakeControlRequest(bool AfterFrame = false);
