namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Copies a job.</summary>
/// <param name="Count">How many copies, 1…100.</param>
public sealed record CopyRequest(int Count = 1);
