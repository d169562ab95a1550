namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The holder's answer to a request for control.</summary>
/// <param name="Grant">Whether control goes over.</param>
public sealed record AnswerRequest(bool Grant);
